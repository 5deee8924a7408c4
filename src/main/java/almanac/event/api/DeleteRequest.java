package almanac.event.api;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.base.request.WholeNumber;
import almanac.calendar.model.CalendarKey;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of DELETE /events/{id}, from the JSON body or the query, since many HTTP stacks drop the
/// body of a DELETE (contract, section 6).
///
/// @param calendarId the event's calendar
/// @param editTag the tag that the client has seen
@RegisterForReflection
record DeleteRequest(
        @JsonProperty("calendar_id") @Nullable String calendarId,

        @JsonProperty("edit_tag") @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long editTag) {

    /// The validated parameters.
    ///
    /// @param calendar the event's calendar
    /// @param editTag the tag that the client has seen
    record Checked(CalendarKey calendar, long editTag) {}

    /// Reads the body; takes absent fields from the query.
    static Checked read(@Nullable String body, UriInfo uri, ObjectMapper json) {
        var query = Query.of(uri, Set.of("calendar_id", "edit_tag"));
        var calendar = query.text("calendar_id", 255);
        var tag = query.whole("edit_tag", 0, 999_999_999_999_999_999L);
        query.check();
        var sent = body == null || body.isBlank() ? new DeleteRequest(null, null) : parse(body, json);
        return new DeleteRequest(
                        sent.calendarId != null ? sent.calendarId : calendar,
                        sent.editTag != null ? sent.editTag : (tag.isPresent() ? Long.valueOf(tag.getAsLong()) : null))
                .checked();
    }

    private static DeleteRequest parse(String body, ObjectMapper json) {
        try {
            var request = json.readValue(body, DeleteRequest.class);
            return request == null ? new DeleteRequest(null, null) : request;
        } catch (JsonProcessingException malformed) {
            throw new WebApplicationException(malformed, Problem.BAD_REQUEST.status());
        }
    }

    private Checked checked() {
        var errors = new ArrayList<FieldError>();
        var key = calendarId == null ? null : CalendarKey.parse(calendarId).orElse(null);
        if (key == null) {
            errors.add(new FieldError("calendar_id", calendarId == null ? "is required" : CalendarKey.MALFORMED));
        }
        if (editTag == null) {
            errors.add(new FieldError("edit_tag", "is required"));
        }
        if (key == null || editTag == null) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
        return new Checked(key, editTag);
    }
}
