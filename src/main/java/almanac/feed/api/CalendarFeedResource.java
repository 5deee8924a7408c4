package almanac.feed.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.token.Caller;
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

/// The list of calendars over Server-Sent Events (docs/change-feed.md, 1.1).
@Path(CalendarFeedResource.PATH)
class CalendarFeedResource {
    /// The path that [FeedRouting] rewrites stream requests to.
    static final String PATH = "/api/v2/feeds/calendars";

    private final FeedStart start;

    CalendarFeedResource(FeedStart start) {
        this.start = start;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Scopes(
            value = {Scopes.CALENDAR_EVENTS},
            feedTokens = true)
    @Quota("list-calendars")
    public void watch(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext security,
            @Context HttpServerRequest request,
            @Suspended AsyncResponse parked) {
        start.list("calendar", uri, headers, new FeedStart.Asked(Caller.of(security), request, parked));
    }
}
