package almanac.event.transfer;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import almanac.event.model.EventId;
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

/// The export of an event as a file over HTTP.
@Path("/api/v2/events/{id}/export")
class EventExportResource {
    private final Exports exports;

    EventExportResource(Exports exports) {
        this.exports = exports;
    }

    @GET
    @Produces(CalendarFiles.TYPE)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("export-event")
    @UserBulkhead
    public Uni<Response> get(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        var query = Query.of(uri, Set.of("calendar_id"));
        var calendar = query.required("calendar_id", 255);
        var key = CalendarKey.parse(calendar);
        if (!calendar.isEmpty() && key.isEmpty()) {
            query.refuse("calendar_id", CalendarKey.MALFORMED);
        }
        query.check();
        return exports.event(Caller.of(security), EventId.checked(id), key.orElseThrow())
                .map(file -> Exports.answer(file, "event.ics"));
    }
}
