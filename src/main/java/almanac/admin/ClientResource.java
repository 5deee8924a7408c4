package almanac.admin;

import almanac.access.auth.Administrator;
import almanac.access.grant.Clients;
import almanac.access.quota.Quota;
import almanac.admin.ClientAnswer.ClientList;
import almanac.admin.ClientAnswer.ClientView;
import almanac.admin.ClientAnswer.OneClient;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
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
import java.util.Objects;
import java.util.Set;

/// Clients over HTTP, for the administrator.
@Path("/admin/clients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class ClientResource {
    static final int MOST = 500;
    static final int USUAL = 100;

    private final Clients clients;

    ClientResource(Clients clients) {
        this.clients = clients;
    }

    @POST
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = AdminResource.MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<OneClient> add(@Valid @NotNull(message = "is required") ClientRequest request, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return clients.add(request.draft())
                .map(added -> new OneClient(
                        ClientView.of(added.orElseThrow(() -> ProblemException.field("zuid", "is of no account")))));
    }

    @GET
    @Administrator
    @Quota(Quota.FREE)
    public Uni<ClientList> list(@Context UriInfo uri) {
        var query = Query.of(uri, Set.of("after", "limit"));
        var after = Objects.requireNonNullElse(query.text("after", 100), "");
        var limit = (int) query.whole("limit", 1, MOST).orElse(USUAL);
        query.check();
        return clients.list(after, limit + 1)
                .map(found -> new ClientList(
                        found.stream().limit(limit).map(ClientView::of).toList(), found.size() > limit));
    }

    @GET
    @Path("{client}")
    @Administrator
    @Quota(Quota.FREE)
    public Uni<OneClient> read(@PathParam("client") String id, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return clients.find(id).map(found -> new OneClient(ClientView.of(found.orElseThrow(ClientResource::absent))));
    }

    @DELETE
    @Path("{client}")
    @Consumes(MediaType.WILDCARD)
    @Administrator
    @Quota(Quota.FREE)
    @RateLimit(value = AdminResource.MAKING, window = 1, windowUnit = ChronoUnit.MINUTES)
    public Uni<Response> remove(@PathParam("client") String id, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return clients.remove(id).map(found -> {
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
