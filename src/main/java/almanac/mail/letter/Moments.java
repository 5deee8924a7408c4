package almanac.mail.letter;

import almanac.event.model.Event;
import almanac.event.series.SeriesTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// Writes times for people.
///
/// @param zone the zone of the reader
/// @param locale how the reader's language writes them
public record Moments(ZoneId zone, Locale locale) {
    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    /// When an event takes place: the days of an all-day event, else the day and the times with their zone.
    public String when(Event event) {
        if (event.isAllDay()) {
            var own = SeriesTimes.zone(event);
            var first = day(event.startTime(), own);
            var last = day(event.endTime() - 1, own);
            return first.equals(last) ? date(first) : date(first) + " – " + date(last);
        }
        var start = day(event.startTime(), zone);
        var end = day(event.endTime(), zone);
        var until = start.equals(end) ? time(event.endTime()) : date(end) + ", " + time(event.endTime());
        return date(start) + ", " + time(event.startTime()) + " – " + until + " (" + zone.getId() + ")";
    }

    private static LocalDate day(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private String date(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(locale)
                .format(day);
    }

    private String time(long millis) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /// How long until a moment, in the largest unit that it is a whole number of, rounded to minutes.
    static String in(long millis, MailMessages messages) {
        var minutes = Duration.ofMillis(millis + 30_000).toMinutes();
        if (minutes < 1) {
            return messages.now();
        }
        if (minutes % DAY == 0) {
            return messages.days(minutes / DAY);
        }
        return minutes % HOUR == 0 ? messages.hours(minutes / HOUR) : messages.minutes(minutes);
    }
}
