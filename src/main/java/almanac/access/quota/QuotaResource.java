package almanac.access.quota;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quotas.State;
import almanac.access.token.Caller;
import almanac.base.request.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/// The usage of the caller for each call, over HTTP. This request is not counted.
@Path("/api/v2/quota")
@Produces(MediaType.APPLICATION_JSON)
class QuotaResource {
    private final Quotas quotas;
    private final QuotaFilters doors;

    QuotaResource(Quotas quotas, QuotaFilters doors) {
        this.quotas = quotas;
        this.doors = doors;
    }

    @GET
    @Scopes({})
    @Quota(Quota.FREE)
    @UserBulkhead
    public Uni<StateList> standings(@Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        return quotas.standings(Caller.of(security), doors.calls()).map(StateList::new);
    }

    /// The answer.
    ///
    /// @param data one entry for each call
    record StateList(List<State> data) {}
}
