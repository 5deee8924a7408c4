package almanac.admin;

import almanac.access.account.Accounts;
import almanac.access.auth.Administrator;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.quota.Quota;
import almanac.access.token.Tokens;
import almanac.admin.AdminAnswer.AccountList;
import almanac.admin.AdminAnswer.NewToken;
import almanac.admin.AdminAnswer.TokenList;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.storage.database.Transactions;
import io.smallrye.faulttolerance.api.RateLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accounts and their tokens over HTTP, for the administrator.
@Path("/admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class AdminResource {
    /// The limit of each writing call, per minute and over all clients. It is above the need of an operator's
    /// scripts, and leaves the database to the users.
    static final int MAKING = 6_000;

    private final Transactions transactions;
    private final RepeatedCalls calls;
    private final Accounts accounts;
    private final Tokens tokens;

    AdminResource(Transactions transactions, RepeatedCalls calls, Accounts accounts, Tokens tokens) {
        this.transactions = transactions;
        this.calls = calls;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @POST
    @Path("accounts")
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<Response> add(
            @Valid @NotNull(message = "is required") AccountRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return calls.addAccount(request, once(key, "POST /admin/accounts", request))
                .map(made -> made.orElseThrow(AdminResource::taken))
                .map(json -> Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build());
    }

    private static Optional<IdempotencyKey> once(@Nullable String key, String call, Record request) {
        return IdempotencyKey.of(key, IdempotencyKey.ADMINISTRATOR, call, request);
    }

    @GET
    @Path("accounts")
    @Administrator
    @Quota(Quota.FREE)
    public Uni<AccountList> accounts(@Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return transactions.read(accounts::all).map(AccountList::new);
    }

    @POST
    @Path("accounts/{zuid}/tokens")
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<NewToken> issue(
            @PathParam("zuid") String zuid,
            @Valid @NotNull(message = "is required") TokenRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        var once = once(key, "POST /admin/accounts/" + number(zuid) + "/tokens", request);
        return calls.issue(number(zuid), request, once)
                .map(issued -> new NewToken(issued.orElseThrow(AdminResource::absent)));
    }

    @GET
    @Path("accounts/{zuid}/tokens")
    @Administrator
    @Quota(Quota.FREE)
    public Uni<TokenList> tokens(@PathParam("zuid") String zuid, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        var id = number(zuid);
        return transactions.read(session -> accounts.withZuid(session, id)
                .onItem()
                .ifNull()
                .failWith(AdminResource::absent)
                .chain(account -> tokens.of(session, id))
                .map(TokenList::new));
    }

    @DELETE
    @Path("tokens/{id}")
    @Consumes(MediaType.WILDCARD)
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<Response> revoke(@PathParam("id") String id, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return tokens.revoke(number(id)).map(revoked -> {
            if (!revoked) {
                throw absent();
            }
            return Response.noContent().build();
        });
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw absent();
        }
    }

    private static ProblemException absent() {
        return ProblemException.of(Problem.NOT_FOUND);
    }

    private static ProblemException taken() {
        return ProblemException.of(
                Problem.CONFLICT,
                "account_exists",
                List.of(new FieldError("email", "or zuid is taken by another account")));
    }
}
