package almanac.event.rsvp;

import almanac.access.token.Caller;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of PUT /events/{id}/statuses/{status} (contract, section 7).
///
/// @param data what was recorded
@RegisterForReflection
public record RsvpAnswer(Recorded data) {
    /// The recorded status.
    ///
    /// @param uid the event's id
    /// @param recurrenceId the occurrence that was answered for; absent if there is none
    /// @param etag its new `edit_tag`
    /// @param message the contract's fixed text
    /// @param attendees the attendee
    @RegisterForReflection
    public record Recorded(
            String uid,

            @JsonProperty("recurrence_id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String recurrenceId,

            @JsonFormat(shape = JsonFormat.Shape.STRING) long etag,
            String message,
            List<Answered> attendees) {}

    /// The attendee and the status, which is in upper case only here.
    ///
    /// @param zuid the account
    /// @param status the status
    /// @param email the account's address
    /// @param isApi always true
    public record Answered(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long zuid,
            String status,
            String email,
            @JsonProperty("isapi") boolean isApi) {}

    static RsvpAnswer of(Event event, Caller caller, Attendee.Status status) {
        var answered = new Answered(caller.zuid(), status.name(), caller.email(), true);
        return new RsvpAnswer(
                new Recorded(event.id(), event.recurrenceId(), event.editTag(), "Status Updated.", List.of(answered)));
    }
}
