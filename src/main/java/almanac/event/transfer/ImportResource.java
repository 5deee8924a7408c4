package almanac.event.transfer;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import almanac.event.write.ImportOutcome;
import almanac.event.write.Imports;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The import of a file into a calendar over HTTP.
@Path("/api/v2/calendars/{id}/import")
class ImportResource {
    private static final String DRY = "dry_run";

    private final Imports imports;
    private final Vertx vertx;

    ImportResource(Imports imports, Vertx vertx) {
        this.imports = imports;
        this.vertx = vertx;
    }

    @POST
    @Consumes("text/calendar")
    @Produces(MediaType.APPLICATION_JSON)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("import-events")
    @UserBulkhead
    public Uni<Response> run(
            @PathParam("id") String id,
            byte @Nullable [] body,
            @Context UriInfo uri,
            @Context SecurityContext security,
            @Context HttpServerRequest request) {
        var query = Query.of(uri, Set.of(DRY));
        var isDry = query.flag(DRY);
        query.check();
        var key = CalendarKey.parse(id).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
        var bytes = body == null ? new byte[0] : body;
        // A long body is read while the request is paused, and its end is noted when the request goes on: an import
        // may take longer than a body may take to arrive.
        var _ = request.resume();
        return imports.run(vertx, new Imports.Call(Caller.of(security), key, isDry), bytes)
                .map(ImportResource::answer);
    }

    private static Response answer(ImportOutcome outcome) {
        return switch (outcome) {
            case ImportOutcome.Done done -> Response.ok(ImportAnswer.of(done)).build();
            case ImportOutcome.NoCalendar() -> throw ProblemException.of(Problem.NOT_FOUND);
            case ImportOutcome.Forbidden() -> throw ProblemException.of(Problem.FORBIDDEN);
            case ImportOutcome.Elsewhere() ->
                throw refusal("import_elsewhere", "id", "is a calendar of another service, which takes no files");
            case ImportOutcome.NoFile() ->
                throw refusal(
                        "icalendar_invalid", "body", "must be an iCalendar file, which begins with BEGIN:VCALENDAR");
            case ImportOutcome.TooMany(var number, var most) ->
                throw refusal("icalendar_too_long", "body", "may have at most " + most + " events, and has " + number);
        };
    }

    private static ProblemException refusal(String code, String field, String message) {
        return ProblemException.of(Problem.BAD_REQUEST, code, List.of(new FieldError(field, message)));
    }
}
