package almanac.base.recurrence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The id of an occurrence within its series: the start that the rule gives. It stays when the occurrence is
/// moved (clause 1.2).
///
/// @param local the wall-clock time in the zone of the series, in whole seconds; all-day: midnight. So the id
///     survives a change of the zone's rules, which a moment would not
public record RecurrenceId(LocalDateTime local) implements Comparable<RecurrenceId> {
    /// The form of a moment.
    static final DateTimeFormatter UTC = formatter("uuuuMMdd'T'HHmmss'Z'");

    private static final DateTimeFormatter DAY = formatter("uuuuMMdd");
    private static final Pattern TEXT = Pattern.compile("[0-9]{8}(T[0-9]{6}Z)?");

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /// Reads the text form: `20250210T050000Z`, a moment in UTC, or all-day `20250210`, which may be followed
    /// by `T000000Z`. Empty for anything else, and for a moment in the second of a doubled hour, in which no
    /// occurrence begins. Whether the series has such an occurrence is not checked.
    public static Optional<RecurrenceId> parse(String text, SeriesStart start) {
        if (!TEXT.matcher(text).matches() || (text.length() == 8 && !start.allDay())) {
            return Optional.empty();
        }
        try {
            var day = LocalDate.parse(text.substring(0, 8), DAY);
            if (!start.allDay()) {
                var moment = LocalDateTime.parse(text, UTC).toEpochSecond(ZoneOffset.UTC);
                return Optional.of(new RecurrenceId(start.local(moment)))
                        .filter(id -> start.second(id.local()) == moment);
            }
            return Optional.of(new RecurrenceId(day.atStartOfDay()))
                    .filter(_ -> text.length() == 8 || text.endsWith("T000000Z"));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /// The id of a whole day.
    public static RecurrenceId ofDay(LocalDate day) {
        return new RecurrenceId(day.atTime(LocalTime.MIDNIGHT));
    }

    /// The text form, as clients see it.
    public String text(SeriesStart start) {
        return start.allDay()
                ? DAY.format(local)
                : UTC.format(Instant.ofEpochSecond(start.second(local)).atOffset(ZoneOffset.UTC));
    }

    @Override
    public int compareTo(RecurrenceId other) {
        return local.compareTo(other.local);
    }
}
