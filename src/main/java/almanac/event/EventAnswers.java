package almanac.event;

import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.Done;
import almanac.event.EventOutcome.Forbidden;
import almanac.event.EventOutcome.ForeignAttachments;
import almanac.event.EventOutcome.Gone;
import almanac.event.EventOutcome.NoCalendar;
import almanac.event.EventOutcome.Stale;
import almanac.problem.FieldError;
import almanac.problem.Problem;
import almanac.problem.ProblemBody;
import almanac.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// What HTTP says of an outcome.
@Singleton
public class EventAnswers {
    private final ObjectMapper json;

    EventAnswers(ObjectMapper json) {
        this.json = json;
    }

    /// The answer about an event.
    Response answer(EventOutcome outcome) {
        return switch (outcome) {
            case Done(var event) -> event(event);
            case Gone() -> Response.noContent().build();
            case Stale(var current) ->
                Response.status(Problem.PRECONDITION_FAILED.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, etag(current))
                        .entity(ProblemBody.stale(List.of(current)))
                        .build();
            case Absent _, NoCalendar _, Forbidden _, ForeignAttachments _ -> throw refusal(outcome);
        };
    }

    Response event(Event event) {
        return Response.ok(new EventList(List.of(event)))
                .header(HttpHeaders.ETAG, etag(event))
                .build();
    }

    /// The same as text, for answers that are remembered.
    public String text(EventOutcome outcome) {
        if (!(outcome instanceof Done(var event))) {
            throw refusal(outcome);
        }
        try {
            return json.writeValueAsString(new EventList(List.of(event)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The failure that a refusal is.
    public static ProblemException refusal(EventOutcome outcome) {
        return switch (outcome) {
            case Absent() -> ProblemException.of(Problem.NOT_FOUND);
            case NoCalendar() ->
                ProblemException.of(
                        Problem.NOT_FOUND, new FieldError("calendar_id", "is no calendar that the caller sees"));
            case Forbidden() -> ProblemException.of(Problem.FORBIDDEN);
            case ForeignAttachments(var ids) ->
                ProblemException.field("attachment_ids", "holds what is not the caller's own upload: " + ids);
            case Done _ -> throw new IllegalArgumentException("not a refusal");
            case Gone _ -> throw new IllegalArgumentException("not a refusal");
            case Stale _ -> ProblemException.of(Problem.PRECONDITION_FAILED);
        };
    }

    private static String etag(Event event) {
        return "\"" + event.editTag() + "\"";
    }
}
