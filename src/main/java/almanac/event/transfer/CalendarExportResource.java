package almanac.event.transfer;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/// The export of a calendar as a file over HTTP.
@Path("/api/v2/calendars/{id}/export")
class CalendarExportResource {
    private final Exports exports;

    CalendarExportResource(Exports exports) {
        this.exports = exports;
    }

    @GET
    @Produces(CalendarFiles.TYPE)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("export-calendar")
    @UserBulkhead
    public Uni<Response> get(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var key = CalendarKey.parse(id).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
        return exports.calendar(Caller.of(security), key).map(file -> Exports.answer(file, "calendar.ics"));
    }
}
