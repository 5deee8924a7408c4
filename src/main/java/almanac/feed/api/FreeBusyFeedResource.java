package almanac.feed.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/// Free/busy over Server-Sent Events (docs/change-feed.md, 7).
@Path(FreeBusyFeedResource.PATH)
class FreeBusyFeedResource {
    /// The path that [FeedRouting] rewrites stream requests to.
    static final String PATH = "/api/v2/feeds/freebusy";

    private final FeedStart start;

    FreeBusyFeedResource(FeedStart start) {
        this.start = start;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Scopes(
            value = {Scopes.FREE_BUSY},
            feedTokens = true)
    @Quota("get-freebusy")
    public void watch(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext security,
            @Context HttpServerRequest request,
            @Suspended AsyncResponse parked) {
        var caller = Caller.of(security);
        if (!caller.boundTo().isEmpty()) {
            // People's times are of all their calendars.
            throw ProblemException.of(Problem.FORBIDDEN);
        }
        start.list("freebusy", uri, headers, new FeedStart.Asked(caller, request, parked));
    }
}
