package almanac.event.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/// A reminder of an event (contract, section 2).
///
/// @param type the channel
/// @param minutes minutes before the start, 0 to 40,320 (four weeks)
@RegisterForReflection
public record EventReminder(
        @NotNull(message = "is required") Type type,

        @NotNull(message = "is required")
        @Min(value = 0, message = "must be 0 to 40320 minutes")
        @Max(value = 40_320, message = "must be 0 to 40320 minutes")
        Integer minutes) {

    /// The channel of a reminder.
    public enum Type {
        @JsonProperty("email")
        EMAIL,
        @JsonProperty("popup")
        POPUP,
        @JsonProperty("notification")
        NOTIFICATION
    }
}
