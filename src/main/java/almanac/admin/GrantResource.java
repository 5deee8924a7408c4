package almanac.admin;

import almanac.access.auth.Administrator;
import almanac.access.grant.Client;
import almanac.access.grant.Clients;
import almanac.access.grant.Grants;
import almanac.access.quota.Quota;
import almanac.admin.ClientAnswer.GrantList;
import almanac.admin.ClientAnswer.NewGrant;
import almanac.admin.ClientAnswer.OneGrant;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.PathNumber;
import almanac.base.request.Query;
import io.smallrye.faulttolerance.api.RateLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/// What accounts have granted clients over HTTP, for the administrator.
@Path("/admin/accounts/{zuid}/grants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class GrantResource {
    private final Clients clients;
    private final Grants grants;

    GrantResource(Clients clients, Grants grants) {
        this.clients = clients;
        this.grants = grants;
    }

    @POST
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = AdminResource.MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<OneGrant> add(
            @PathParam("zuid") String zuid,
            @Valid @NotNull(message = "is required") GrantRequest request,
            @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        var account = PathNumber.of(zuid);
        return clients.find(request.clientId())
                .map(found -> found.orElseThrow(() -> ProblemException.field("client_id", "is of no client")))
                .invoke(client -> check(client, request))
                .chain(client -> grants.add(client, account, request.scopes(), renews(request))
                        .map(added -> new OneGrant(NewGrant.of(client, added.orElseThrow(GrantResource::absent)))));
    }

    private static void check(Client client, GrantRequest request) {
        if (!client.scopes().containsAll(request.scopes())) {
            throw ProblemException.field("scopes", "must be among those of the client");
        }
        if (renews(request) && !client.isConfidential()) {
            throw ProblemException.field("renew_secret", "must be false for a client without a secret");
        }
    }

    private static boolean renews(GrantRequest request) {
        return request.renewSecret() != null && request.renewSecret();
    }

    @GET
    @Administrator
    @Quota(Quota.FREE)
    public Uni<GrantList> list(@PathParam("zuid") String zuid, @Context UriInfo uri) {
        var query = Query.of(uri, Set.of("after", "limit"));
        var after = query.whole("after", 0, Long.MAX_VALUE).orElse(0);
        var limit = (int) query.whole("limit", 1, ClientResource.MOST).orElse(ClientResource.USUAL);
        query.check();
        return grants.of(PathNumber.of(zuid), after, limit + 1)
                .map(found -> found.orElseThrow(GrantResource::absent))
                .map(found -> new GrantList(found.stream().limit(limit).toList(), found.size() > limit));
    }

    @DELETE
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = AdminResource.MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<Response> end(@PathParam("zuid") String zuid, @PathParam("id") String id, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return grants.end(PathNumber.of(zuid), PathNumber.of(id)).map(found -> {
            if (!found) {
                throw absent();
            }
            return Response.noContent().build();
        });
    }

    private static ProblemException absent() {
        return ProblemException.of(Problem.NOT_FOUND);
    }
}
