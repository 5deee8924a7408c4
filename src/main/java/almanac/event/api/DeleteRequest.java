package almanac.event.api;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.problem.UnreadableBody;
import almanac.base.request.Query;
import almanac.base.request.WholeNumber;
import almanac.calendar.model.CalendarKey;
import almanac.event.request.EditScope;
import almanac.event.request.Target;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of DELETE /events/{id}, from the JSON body or the query, since many HTTP stacks drop the
/// body of a DELETE (contract, section 6).
///
/// @param calendarId the event's calendar
/// @param editTag the tag that the client has seen
/// @param recurrenceId the named occurrence of a series
/// @param scope which occurrences are meant
@RegisterForReflection
record DeleteRequest(
        @JsonProperty("calendar_id") @Nullable String calendarId,

        @JsonProperty("edit_tag") @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long editTag,

        @JsonProperty("recurrence_id") @Nullable String recurrenceId,
        @JsonProperty("recurrence_edittype") @Nullable EditScope scope) {

    /// The validated parameters.
    ///
    /// @param calendar the event's calendar
    /// @param editTag the tag that the client has seen
    /// @param recurrenceId the named occurrence; null if none was sent
    /// @param scope which occurrences are meant; null if none was sent
    record Checked(
            CalendarKey calendar,
            long editTag,
            @Nullable String recurrenceId,
            @Nullable EditScope scope) {
        Target target(String id) {
            return new Target(id, recurrenceId, scope);
        }
    }

    /// Reads the body; takes absent fields from the query.
    static Checked read(@Nullable String body, UriInfo uri, ObjectMapper json) {
        var query = Query.of(uri, Set.of("calendar_id", "edit_tag", "recurrence_id", "recurrence_edittype"));
        var calendar = query.text("calendar_id", 255);
        var tag = query.whole("edit_tag", 0, 999_999_999_999_999_999L);
        var occurrence = query.text("recurrence_id", 16);
        var scope = query.text("recurrence_edittype", 16);
        var meant = Optional.ofNullable(scope).flatMap(EditScope::parse);
        if (scope != null && meant.isEmpty()) {
            query.refuse("recurrence_edittype", EditScope.ALLOWED);
        }
        query.check();
        var other = new DeleteRequest(
                calendar, tag.isPresent() ? (Long) tag.getAsLong() : null, occurrence, meant.orElse(null));
        return (body == null || body.isBlank()
                        ? other
                        : parse(body, json, other).or(other))
                .checked();
    }

    private static DeleteRequest parse(String body, ObjectMapper json, DeleteRequest other) {
        try {
            var request = json.readValue(body, DeleteRequest.class);
            return request == null ? other : request;
        } catch (JsonProcessingException malformed) {
            var unreadable = UnreadableBody.read(
                    json, body.getBytes(StandardCharsets.UTF_8), json.constructType(DeleteRequest.class));
            if (unreadable.isPresent()) {
                var more = unreadable.get().rest() instanceof DeleteRequest rest
                        ? rest.or(other).errors()
                        : List.<FieldError>of();
                throw unreadable.get().and(more);
            }
            throw new WebApplicationException(malformed, Problem.BAD_REQUEST.status());
        }
    }

    /// Takes absent fields from another one.
    private DeleteRequest or(DeleteRequest other) {
        return new DeleteRequest(
                calendarId != null ? calendarId : other.calendarId,
                editTag != null ? editTag : other.editTag,
                recurrenceId != null ? recurrenceId : other.recurrenceId,
                scope != null ? scope : other.scope);
    }

    private List<FieldError> errors() {
        var errors = new ArrayList<FieldError>();
        if (key().isEmpty()) {
            errors.add(new FieldError("calendar_id", calendarId == null ? "is required" : CalendarKey.MALFORMED));
        }
        if (editTag == null) {
            errors.add(new FieldError("edit_tag", "is required"));
        }
        if (recurrenceId != null && !Target.isRecurrenceId(recurrenceId)) {
            errors.add(new FieldError("recurrence_id", Target.MALFORMED));
        }
        new Target("", recurrenceId, scope).error().ifPresent(errors::add);
        return errors;
    }

    private Optional<CalendarKey> key() {
        return Optional.ofNullable(calendarId).flatMap(CalendarKey::parse);
    }

    private Checked checked() {
        var key = key();
        var errors = errors();
        if (!errors.isEmpty() || key.isEmpty() || editTag == null) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
        return new Checked(key.get(), editTag, recurrenceId, scope);
    }
}
