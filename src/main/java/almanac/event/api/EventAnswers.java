package almanac.event.api;

import almanac.access.account.AccountRoom;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemBody;
import almanac.base.problem.ProblemException;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.AcrossServices;
import almanac.event.model.EventOutcome.Busy;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Forbidden;
import almanac.event.model.EventOutcome.ForeignAttachments;
import almanac.event.model.EventOutcome.Full;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.model.EventOutcome.NoCalendar;
import almanac.event.model.EventOutcome.ReadOnly;
import almanac.event.model.EventOutcome.Repeated;
import almanac.event.model.EventOutcome.Stale;
import almanac.event.model.EventView;
import almanac.event.request.EditTags;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;

/// Turns outcomes into HTTP answers.
public final class EventAnswers {
    /// Matches only the field, since quotes within a JSON string are escaped.
    private static final Pattern EDIT_TAG = Pattern.compile("\"edit_tag\":\"(\\d{1,18})\"");

    private EventAnswers() {}

    /// The answer with an event.
    ///
    /// @throws ProblemException if the outcome is a refusal
    public static Response answer(EventOutcome outcome) {
        return switch (outcome) {
            case Done(var event) -> event(event.json(), event.event().editTag());
            case Repeated(var answer) -> repeated(answer);
            case Gone() -> Response.noContent().build();
            case Stale(var current) ->
                Response.status(Problem.PRECONDITION_FAILED.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, etag(current.event().editTag()))
                        .entity(ProblemBody.stale(List.of(current.event())))
                        .build();
            case Absent _,
                    NoCalendar _,
                    Forbidden _,
                    AcrossServices _,
                    ReadOnly _,
                    ForeignAttachments _,
                    Full _,
                    Busy _ -> throw refusal(outcome);
        };
    }

    /// A stored event, or 304 if the client has this version (RFC 9110, 13.2.2).
    ///
    /// @param json as the caller sees it
    /// @param seen the client's conditions
    static Response event(String json, long tag, EditTags seen) {
        if (seen.match().isSent() && !seen.match().match(tag)) {
            throw ProblemException.of(Problem.PRECONDITION_FAILED);
        }
        return seen.noneMatch().match(tag)
                ? Response.notModified(new EntityTag(Long.toString(tag))).build()
                : event(json, tag);
    }

    /// A stored event.
    ///
    /// @param json as the caller sees it
    private static Response event(String json, long tag) {
        return Response.ok(EventView.answer(json), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, etag(tag))
                .build();
    }

    /// The stored answer of an earlier request, with the ETag that it contains; the event may have another
    /// one by now.
    private static Response repeated(String json) {
        var answer = Response.ok(json, MediaType.APPLICATION_JSON_TYPE);
        var tag = EDIT_TAG.matcher(json);
        return (tag.find() ? answer.header(HttpHeaders.ETAG, etag(Long.parseLong(tag.group(1)))) : answer).build();
    }

    /// The problem of a refusal.
    public static ProblemException refusal(EventOutcome outcome) {
        return switch (outcome) {
            case Absent() -> ProblemException.of(Problem.NOT_FOUND);
            case NoCalendar() ->
                ProblemException.of(
                        Problem.NOT_FOUND, new FieldError("calendar_id", "is no calendar that the caller sees"));
            case Forbidden() -> ProblemException.of(Problem.FORBIDDEN);
            case AcrossServices() ->
                ProblemException.field("calendar_id", "is a calendar of another service: events do not move across");
            case ReadOnly(var fields) -> ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), fields);
            case ForeignAttachments(var ids) ->
                ProblemException.field("attachment_ids", "holds what is not the caller's own upload: " + ids);
            case Full(var limit) ->
                AccountRoom.refusal(
                        "too_many_events",
                        "the owner of the calendar has " + limit + " events or more, and there may not be more");
            case Busy(var time) ->
                ProblemException.of(
                        Problem.CONFLICT,
                        "resource_busy",
                        List.of(new FieldError("start_time", "is refused: the calendar is taken " + time.text())));
            case Stale _ -> ProblemException.of(Problem.PRECONDITION_FAILED);
            case Done _, Repeated _, Gone _ -> throw new IllegalArgumentException("not a refusal");
        };
    }

    private static String etag(long tag) {
        return "\"" + tag + "\"";
    }
}
