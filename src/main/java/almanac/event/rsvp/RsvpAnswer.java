package almanac.event.rsvp;

import almanac.access.token.Caller;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The answer to an answer (contract, section 7).
///
/// @param data what was recorded
@RegisterForReflection
public record RsvpAnswer(Recorded data) {
    /// What was recorded.
    ///
    /// @param uid the event's id
    /// @param etag its `edit_tag` now
    /// @param message the fixed text of the contract
    /// @param attendees who has answered
    @RegisterForReflection
    public record Recorded(
            String uid,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long etag,
            String message,
            List<Answered> attendees) {}

    /// Who has answered, and what: here, and only here, the status is in upper case.
    ///
    /// @param zuid the account
    /// @param status the answer
    /// @param email its address
    /// @param isApi always true: it came over the API
    public record Answered(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long zuid,
            String status,
            String email,
            @JsonProperty("isapi") boolean isApi) {}

    static RsvpAnswer of(Event event, Caller caller, Attendee.Status status) {
        var answered = new Answered(caller.zuid(), status.name(), caller.email(), true);
        return new RsvpAnswer(new Recorded(event.id(), event.editTag(), "Status Updated.", List.of(answered)));
    }
}
