package almanac.mirror.api;

import almanac.access.auth.Administrator;
import almanac.access.quota.Quota;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/// The links of accounts over HTTP, for the administrator.
@Path("/admin/accounts/{zuid}/upstream")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class UpstreamResource {
    private static final String KEEP = "keep_data";

    private final Linking linking;
    private final LinkStates states;
    private final Unlinking unlinking;

    UpstreamResource(Linking linking, LinkStates states, Unlinking unlinking) {
        this.linking = linking;
        this.states = states;
        this.unlinking = unlinking;
    }

    @PUT
    @Administrator
    @Quota(Quota.FREE)
    public Uni<LinkAnswer> put(
            @PathParam("zuid") String zuid,
            @Valid @NotNull(message = "is required") LinkRequest request,
            @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return linking.put(number(zuid), request.credentials()).map(LinkAnswer::new);
    }

    @GET
    @Administrator
    @Quota(Quota.FREE)
    public Uni<LinkAnswer> get(@PathParam("zuid") String zuid, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return states.of(number(zuid)).map(LinkAnswer::new);
    }

    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Administrator
    @Quota(Quota.FREE)
    public Uni<Response> remove(@PathParam("zuid") String zuid, @Context UriInfo uri) {
        var query = Query.of(uri, Set.of(KEEP));
        var keep = query.flag(KEEP);
        query.check();
        return unlinking
                .remove(number(zuid), keep)
                .replaceWith(() -> Response.noContent().build());
    }

    private static long number(String zuid) {
        try {
            return Long.parseLong(zuid);
        } catch (NumberFormatException noNumber) {
            throw ProblemException.of(Problem.NOT_FOUND);
        }
    }

    /// The answer about a link.
    ///
    /// @param data how it is doing
    record LinkAnswer(LinkState data) {}
}
