package almanac.event.freebusy;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.request.Query;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// Free/busy over HTTP.
@Path("/api/v2/freebusy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class FreeBusyResource {
    private final FreeBusyReader reader;
    private final Clock clock;

    FreeBusyResource(FreeBusyReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @Scopes(Scopes.FREE_BUSY)
    @Quota("get-freebusy")
    @UserBulkhead
    public Uni<Answer> get(@Context UriInfo uri, @Context SecurityContext security) {
        var query = FreeBusyWindow.of(uri.getQueryParameters(), Set.of()).at(clock.millis());
        return reader.read(Caller.of(security).zuid(), query).map(Answer::new);
    }

    @POST
    @Scopes(Scopes.FREE_BUSY)
    @Quota("find-freebusy")
    @UserBulkhead
    public Uni<Answer> find(
            @Valid @NotNull(message = "is required") FreeBusyRequest request,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        return reader.read(Caller.of(security).zuid(), request.query()).map(Answer::new);
    }

    /// The answer.
    ///
    /// @param data the people, in the order of the request
    @RegisterForReflection
    record Answer(List<PersonTimes> data) {}
}
