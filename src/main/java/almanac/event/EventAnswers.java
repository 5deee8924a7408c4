package almanac.event;

import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.AcrossServices;
import almanac.event.EventOutcome.Done;
import almanac.event.EventOutcome.Forbidden;
import almanac.event.EventOutcome.ForeignAttachments;
import almanac.event.EventOutcome.Gone;
import almanac.event.EventOutcome.NoCalendar;
import almanac.event.EventOutcome.Repeated;
import almanac.event.EventOutcome.Stale;
import almanac.problem.FieldError;
import almanac.problem.Problem;
import almanac.problem.ProblemBody;
import almanac.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/// What HTTP says of an outcome.
public final class EventAnswers {
    private EventAnswers() {}

    /// The answer about an event.
    ///
    /// @throws ProblemException for an outcome that is a refusal
    static Response answer(EventOutcome outcome) {
        return switch (outcome) {
            case Done(var event) -> event(event.json(), event.event().editTag());
            case Repeated(var answer) ->
                Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
            case Gone() -> Response.noContent().build();
            case Stale(var current) ->
                Response.status(Problem.PRECONDITION_FAILED.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, etag(current.event().editTag()))
                        .entity(ProblemBody.stale(List.of(current.event())))
                        .build();
            case Absent _, NoCalendar _, Forbidden _, AcrossServices _, ForeignAttachments _ -> throw refusal(outcome);
        };
    }

    /// An event as it is stored.
    ///
    /// @param json as the caller sees it
    static Response event(String json, long tag) {
        return Response.ok(text(json), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, etag(tag))
                .build();
    }

    /// The body of an answer with one event.
    static String text(String event) {
        return "{\"data\":[" + event + "]}";
    }

    /// The answer of a POST that is remembered with an idempotency key; empty where nothing was made.
    public static Optional<String> remembered(EventOutcome outcome) {
        return outcome instanceof Done(var event) ? Optional.of(text(event.json())) : Optional.empty();
    }

    /// The failure that a refusal is.
    public static ProblemException refusal(EventOutcome outcome) {
        return switch (outcome) {
            case Absent() -> ProblemException.of(Problem.NOT_FOUND);
            case NoCalendar() ->
                ProblemException.of(
                        Problem.NOT_FOUND, new FieldError("calendar_id", "is no calendar that the caller sees"));
            case Forbidden() -> ProblemException.of(Problem.FORBIDDEN);
            case AcrossServices() ->
                ProblemException.field("calendar_id", "is a calendar of another service: events do not move across");
            case ForeignAttachments(var ids) ->
                ProblemException.field("attachment_ids", "holds what is not the caller's own upload: " + ids);
            case Stale _ -> ProblemException.of(Problem.PRECONDITION_FAILED);
            case Done _, Repeated _, Gone _ -> throw new IllegalArgumentException("not a refusal");
        };
    }

    private static String etag(long tag) {
        return "\"" + tag + "\"";
    }
}
