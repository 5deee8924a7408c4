package almanac.event.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import almanac.event.agenda.OccurrenceReader;
import almanac.event.model.EventId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/// The occurrences of a series over HTTP.
@Path("/api/v2/events/{id}/occurrences")
@Produces(MediaType.APPLICATION_JSON)
class OccurrenceResource {
    private static final int MOST = 366;

    /// Ten years with three leap days.
    private static final long LONGEST = Duration.ofDays(10 * 365 + 3).toMillis();

    private final OccurrenceReader occurrences;
    private final Clock clock;

    OccurrenceResource(OccurrenceReader occurrences, Clock clock) {
        this.occurrences = occurrences;
        this.clock = clock;
    }

    @GET
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("list-occurrences")
    @UserBulkhead
    public Uni<Response> list(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        var query = Query.of(uri, Set.of("calendar_id", "from", "to", "limit"));
        var calendar = query.required("calendar_id", 255);
        var key = CalendarKey.parse(calendar);
        if (!calendar.isEmpty() && key.isEmpty()) {
            query.refuse("calendar_id", CalendarKey.MALFORMED);
        }
        var from = query.millis("from").orElseGet(clock::millis);
        var to = query.millis("to").orElse(from + LONGEST);
        if (to <= from) {
            query.refuse("to", "must be after from");
        } else if (to - from > LONGEST) {
            query.refuse("to", "must be at most 10 years after from");
        }
        var limit = Math.toIntExact(query.whole("limit", 1, MOST).orElse(MOST));
        query.check();
        return occurrences
                .list(Caller.of(security), EventId.checked(id), key.orElseThrow(), from, to, limit)
                .map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)))
                .map(json -> Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build());
    }
}
