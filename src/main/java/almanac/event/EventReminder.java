package almanac.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// When and how an event is announced (contract, section 2).
///
/// @param type how
/// @param minutes so long before the start, 0 to 40,320 (four weeks)
@RegisterForReflection
public record EventReminder(
        @NotNull(message = "is required") Type type,

        @NotNull(message = "is required")
        @Min(value = 0, message = "must be 0 to 40320 minutes")
        @Max(value = 40_320, message = "must be 0 to 40320 minutes")
        Integer minutes) {

    /// How a reminder reaches somebody.
    public enum Type {
        @JsonProperty("email")
        EMAIL,
        @JsonProperty("popup")
        POPUP,
        @JsonProperty("notification")
        NOTIFICATION
    }

    static String store(List<EventReminder> reminders) {
        return reminders.stream()
                .map(reminder -> reminder.type.name().toLowerCase(Locale.ROOT) + " " + reminder.minutes)
                .collect(Collectors.joining(","));
    }

    static List<EventReminder> load(String stored) {
        if (stored.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(stored.split(","))
                .map(pair -> pair.split(" "))
                .map(pair ->
                        new EventReminder(Type.valueOf(pair[0].toUpperCase(Locale.ROOT)), Integer.valueOf(pair[1])))
                .toList();
    }
}
