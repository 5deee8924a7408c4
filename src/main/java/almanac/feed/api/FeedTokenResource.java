package almanac.feed.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.access.token.FeedTokens;
import almanac.access.token.Revocations;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.PathNumber;
import almanac.base.request.Query;
import almanac.feed.stream.FeedConfig;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Feed tokens over HTTP (docs/change-feed.md, 5.1).
@Path("/api/v2/feed_tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class FeedTokenResource {
    private final Transactions transactions;
    private final FeedTokens tokens;
    private final Revocations revocations;
    private final LogScopes scopes;
    private final FeedConfig config;

    FeedTokenResource(
            Transactions transactions,
            FeedTokens tokens,
            Revocations revocations,
            LogScopes scopes,
            FeedConfig config) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.revocations = revocations;
        this.scopes = scopes;
        this.config = config;
    }

    /// The answer.
    ///
    /// @param data the token; its secret is returned only here
    record NewFeedToken(FeedTokens.Issued data) {}

    @POST
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("create-feed-token")
    @UserBulkhead
    public Uni<NewFeedToken> issue(
            @Valid @Nullable FeedTokenRequest request, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var asked = request == null ? FeedTokenRequest.DEFAULT : request;
        var caller = Caller.of(security);
        var millis = asked.expiresIn() == null ? config.tokenAge().toMillis() : asked.expiresIn() * 1000;
        return scopes.resolve(Objects.requireNonNullElse(asked.calendarIds(), List.of()), caller)
                .chain(calendars -> transactions.write(session -> tokens.issue(session, caller, millis, calendars)))
                .map(NewFeedToken::new);
    }

    @DELETE
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("delete-feed-token")
    @UserBulkhead
    public Uni<Response> revoke(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var number = PathNumber.of(id);
        var zuid = Caller.of(security).zuid();
        return transactions
                .write(session -> tokens.revoke(session, zuid, number))
                .map(revoked -> {
                    if (!revoked) {
                        throw ProblemException.of(Problem.NOT_FOUND);
                    }
                    revocations.feedToken(number);
                    return Response.noContent().build();
                });
    }
}
