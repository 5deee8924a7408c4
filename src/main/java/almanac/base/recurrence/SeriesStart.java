package almanac.base.recurrence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/// The start of a series: what a rule is counted from.
///
/// @param local the wall-clock time; of an all-day series the midnight of its first day. A time that exists
///     twice is the first, and a time in a gap has the offset before it (clause 2.3). A fraction of a second
///     is that of each occurrence
/// @param zone the zone in which each occurrence has its wall-clock time
/// @param allDay whether the series consists of whole days
public record SeriesStart(LocalDateTime local, ZoneId zone, boolean allDay) {
    /// Refuses an all-day series that does not begin at midnight.
    public SeriesStart {
        local = local.truncatedTo(ChronoUnit.MILLIS);
        if (allDay && !local.equals(local.toLocalDate().atStartOfDay())) {
            throw new IllegalArgumentException("an all-day series begins at midnight");
        }
    }

    /// The start of an all-day series.
    public static SeriesStart ofDay(LocalDate day, ZoneId zone) {
        return new SeriesStart(day.atStartOfDay(), zone, true);
    }

    /// The start of a series whose first occurrence begins at a moment in epoch ms; of an all-day series the
    /// day that the moment lies in.
    public static SeriesStart ofMillis(long millis, ZoneId zone, boolean allDay) {
        var local = Instant.ofEpochMilli(millis).atZone(zone).toLocalDateTime();
        return allDay ? ofDay(local.toLocalDate(), zone) : new SeriesStart(local, zone, false);
    }

    /// The id of the first occurrence.
    RecurrenceId id() {
        return new RecurrenceId(local.truncatedTo(ChronoUnit.SECONDS));
    }

    /// The fraction of a second, in ms.
    long fraction() {
        return local.getLong(ChronoField.MILLI_OF_SECOND);
    }

    /// The moment of a wall-clock time, in epoch seconds. All-day: the first moment of its day.
    long second(LocalDateTime time) {
        return allDay
                ? time.toLocalDate().atStartOfDay(zone).toEpochSecond()
                : time.atZone(zone).toEpochSecond();
    }

    /// The wall-clock time of a moment in epoch seconds.
    LocalDateTime local(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, zone.getRules().getOffset(Instant.ofEpochSecond(second)));
    }
}
