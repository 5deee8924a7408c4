package almanac.calendar.model;

import almanac.base.problem.UnreadableValueException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A default reminder of a calendar's events (contract, section 1).
///
/// @param minutes a string of minutes, negative for before the start, such as `-15`; also read from a number
/// @param action `email`, `popup` or `notification`
@RegisterForReflection
public record CalendarReminder(
        @JsonDeserialize(using = Minutes.class)
        @NotNull(message = "is required")
        @Pattern(
                regexp = "0|-([1-9]\\d{0,3}|[123]\\d{4}|40[0-2]\\d\\d|403[01]\\d|40320)",
                message = "must be whole minutes from -40320 to 0")
        String minutes,

        @NotNull(message = "is required")
        @Pattern(regexp = "email|popup|notification", message = "must be email, popup or notification")
        String action) {

    private static final long MILLIS_A_MINUTE = 60_000;

    /// The same reminder in ms, as in the field `alarm`.
    public Alarm alarm() {
        return new Alarm(action, Long.toString(Long.parseLong(minutes) * MILLIS_A_MINUTE));
    }

    public static String store(List<CalendarReminder> reminders) {
        return reminders.stream()
                .map(reminder -> reminder.minutes + " " + reminder.action)
                .collect(Collectors.joining(","));
    }

    public static List<CalendarReminder> load(String stored) {
        return Arrays.stream(stored.split(","))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split(" "))
                .map(pair -> new CalendarReminder(pair[0], pair[1]))
                .toList();
    }

    /// A reminder in the form of the field `alarm`.
    ///
    /// @param action as in the reminder
    /// @param trigger ms, negative for before the start
    public record Alarm(String action, String trigger) {}

    /// Reads minutes from a string or a number.
    static class Minutes extends StdDeserializer<String> {
        /// For Jackson.
        Minutes() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING) || parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return parser.getText();
            }
            throw new UnreadableValueException(parser, "must be a string of whole minutes");
        }
    }
}
