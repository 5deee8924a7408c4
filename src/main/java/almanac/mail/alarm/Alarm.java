package almanac.mail.alarm;

import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// The next time that an e-mail reminder of an event is due.
///
/// @param eventId the event, or an exception of a series
/// @param minutes how long before the start it is due
/// @param startsAt when the event or the occurrence begins, epoch ms
/// @param recurrenceId the occurrence of a series; null for another event
/// @param dueAt epoch ms; of a reminder that was given, when its row is looked at again
/// @param mailedFor the start for which the reminder was given last, epoch ms; null for none
record Alarm(
        String eventId,
        int minutes,
        long startsAt,
        @Nullable String recurrenceId,
        long dueAt,
        @Nullable Long mailedFor) {
    private static final long MINUTE = 60_000;

    static final String COLUMNS = "event_id, minutes, starts_at, recurrence_id, due_at, mailed_for";

    static Alarm of(Row row) {
        return new Alarm(
                row.getString(0), row.getInteger(1), row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5));
    }

    /// When a reminder of a start is due, epoch ms.
    static long due(long startsAt, int minutes) {
        return startsAt - minutes * MINUTE;
    }

    /// The start whose reminder is due at a moment, epoch ms.
    static long start(long dueAt, int minutes) {
        return dueAt + minutes * MINUTE;
    }

    /// From when the reminder is of no use: when the event begins, but a reminder of the start itself has a minute.
    long expiresAt() {
        return Math.max(startsAt, due(startsAt, minutes) + MINUTE);
    }

    /// Whether it was given for this start.
    boolean isMailed() {
        return mailedFor != null && mailedFor == startsAt;
    }

    /// The same after it was given: looked at again when it is of no use.
    Alarm mailed() {
        return new Alarm(eventId, minutes, startsAt, recurrenceId, expiresAt(), startsAt);
    }

    /// Whether it was due by a moment and has not been given yet.
    boolean isPending(long now) {
        return !isMailed() && dueAt <= now;
    }

    /// Whether another one is of the same reminder, at whatever time.
    boolean isOfSameReminder(Alarm other) {
        return eventId.equals(other.eventId) && minutes == other.minutes;
    }
}
