package almanac.event.ical;

import almanac.event.ical.Remarks.Unreadable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// A date or a time of a file (RFC 5545, sections 3.3.4 and 3.3.5).
///
/// @param local the wall-clock time; of a date its midnight
/// @param zone the zone that it is in; for a floating time and a date that of the calendar
/// @param isDate whether it is a date
record IcalTime(LocalDateTime local, ZoneId zone, boolean isDate) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T ](\\d{2}):?(\\d{2})(?::?(\\d{2}))?(?:\\.\\d+)?(Z?))?");
    private static final Pattern LENGTH = Pattern.compile(
            "([+-]?)P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?(?:T(?:(\\d{1,6})H)?(?:(\\d{1,7})M)?(?:(\\d{1,9})S)?)?");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final int LAST_SECOND = 59;

    /// Reads a value.
    ///
    /// @param zone that of a value without `Z`
    /// @throws Unreadable for any other text
    static IcalTime read(String value, ZoneId zone) {
        var found = FORM.matcher(value.strip());
        if (!found.matches()) {
            throw new Unreadable("\"" + IcalText.cut(value, 40) + "\" is no date and no time");
        }
        try {
            var day = LocalDate.of(number(found.group(1)), number(found.group(2)), number(found.group(3)));
            if (found.group(4) == null) {
                return new IcalTime(day.atTime(LocalTime.MIDNIGHT), zone, true);
            }
            var second = found.group(6) == null ? 0 : Math.min(number(found.group(6)), LAST_SECOND);
            var time = day.atTime(number(found.group(4)), number(found.group(5)), second);
            return new IcalTime(time, "Z".equals(found.group(7)) ? ZoneId.of("UTC") : zone, false);
        } catch (DateTimeException noSuchTime) {
            throw new Unreadable("\"" + IcalText.cut(value, 40) + "\" is a date or a time that does not exist");
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    /// Reads a duration (RFC 5545, section 3.3.6); empty for any other text.
    ///
    /// Days and weeks count as 24 hours: see [#isOfDays].
    static Optional<Duration> length(String value) {
        var text = Line.upper(value.strip());
        var found = LENGTH.matcher(text);
        if (!found.matches() || text.endsWith("P") || text.endsWith("T")) {
            return Optional.empty();
        }
        var length = Duration.ofDays(7 * amount(found.group(2)) + amount(found.group(3)))
                .plusHours(amount(found.group(4)))
                .plusMinutes(amount(found.group(5)))
                .plusSeconds(amount(found.group(6)));
        return Optional.of("-".equals(found.group(1)) ? length.negated() : length);
    }

    private static long amount(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /// Whether a duration is written in days or weeks, which follow the calendar.
    static boolean isOfDays(String value) {
        return Line.upper(value).indexOf('T') < 0;
    }

    LocalDate day() {
        return local.toLocalDate();
    }

    /// The moment, in epoch ms; of a date the first one of the day.
    long millis() {
        return (isDate ? day().atStartOfDay(zone) : local.atZone(zone))
                .toInstant()
                .toEpochMilli();
    }

    /// The wall-clock time that it is in another zone; a date is the same date there.
    LocalDateTime in(ZoneId other) {
        return isDate || zone.equals(other)
                ? local
                : Instant.ofEpochMilli(millis()).atZone(other).toLocalDateTime();
    }

    /// The form of a wall-clock time.
    static String text(LocalDateTime local) {
        return LOCAL.format(local);
    }

    /// The form of a moment.
    static String utc(long millis) {
        return LOCAL.format(Instant.ofEpochMilli(millis).atZone(ZoneId.of("UTC"))) + "Z";
    }
}
