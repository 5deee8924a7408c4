package almanac.feed.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.request.Query;
import almanac.feed.view.LogScope;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The log over HTTP, in pages and as a stream (docs/change-feed.md, 1.2).
@Path("/api/v2/changes")
class ChangesResource {
    private static final int LONGEST_CURSOR = 20_000;
    private static final long DEFAULT_LIMIT = 200;
    private static final long MAX_LIMIT = 1000;

    private final LogScopes scopes;
    private final LogPages pages;
    private final FeedStart start;

    ChangesResource(LogScopes scopes, LogPages pages, FeedStart start) {
        this.scopes = scopes;
        this.pages = pages;
        this.start = start;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Scopes(
            value = {Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT},
            feedTokens = true)
    @Quota("list-changes")
    @UserBulkhead
    public Uni<Response> page(@Context UriInfo uri, @Context SecurityContext security) {
        var query = query(uri);
        var since = query.text("since", LONGEST_CURSOR);
        var limit = query.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        return scopes.of(query, Caller.of(security))
                .chain(scope -> pages.page(scope, Optional.ofNullable(since), limit))
                .map(json -> Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build());
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Scopes(
            value = {Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT},
            feedTokens = true)
    @Quota("list-changes")
    public void stream(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext security,
            @Context HttpServerRequest request,
            @Suspended AsyncResponse parked) {
        var query = query(uri);
        var since = Optional.ofNullable(query.text("since", LONGEST_CURSOR));
        var sent = FeedStart.sent(uri, headers.getHeaderString("Last-Event-ID")).or(() -> since);
        var caller = Caller.of(security);
        var asked = new FeedStart.Asked(caller, request, parked);
        scopes.of(query, caller).subscribe().with(scope -> start(scope, sent, asked), parked::resume);
    }

    private void start(LogScope scope, Optional<String> sent, FeedStart.Asked asked) {
        try {
            start.log(scope, sent, asked);
        } catch (RuntimeException refused) {
            var _ = asked.parked().resume(refused);
        }
    }

    private static Query query(UriInfo uri) {
        var known = new HashSet<>(FeedStart.PARAMETERS);
        known.addAll(Set.of("since", "calendar_id", "type", "limit"));
        return Query.of(uri, known);
    }
}
