package almanac.mail.alarm;

import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesTimes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds when a reminder of an event is due next.
///
/// @param event an event, an exception of a series, or a series
/// @param minutes how long before the start it is due
/// @param mailedFor the start for which it was given last, epoch ms; null for none
record NextAlarm(Event event, int minutes, @Nullable Long mailedFor) {
    /// The times of the e-mail reminders of an event, in minutes before its start.
    static List<Integer> minutes(Event event) {
        return event.reminders().stream()
                .filter(reminder -> reminder.type() == EventReminder.Type.EMAIL)
                .map(EventReminder::minutes)
                .distinct()
                .toList();
    }

    /// The first time.
    ///
    /// @param due it is due then or later, epoch ms
    /// @param after the event or the occurrence begins later than this, epoch ms
    Optional<Alarm> find(long due, long after) {
        if (!event.repeats()) {
            return Optional.of(alarm(event.startTime(), null)).filter(alarm -> isWanted(alarm, due, after));
        }
        var set = SeriesTimes.of(event);
        return Occurrences.plain(event, set, Math.max(after + 1, Alarm.start(due, minutes)))
                .map(occurrence -> alarm(occurrence.start(), occurrence.id().text(set.start())))
                .filter(alarm -> isWanted(alarm, due, after))
                .findFirst();
    }

    private Alarm alarm(long startsAt, @Nullable String recurrenceId) {
        return new Alarm(event.key(), minutes, startsAt, recurrenceId, Alarm.due(startsAt, minutes), mailedFor);
    }

    private static boolean isWanted(Alarm alarm, long due, long after) {
        return alarm.dueAt() >= due && alarm.startsAt() > after && !alarm.isMailed();
    }

    /// Whether the event still begins when an alarm says, and still has its reminder.
    boolean has(Alarm alarm) {
        return minutes(event).contains(minutes)
                && item(alarm)
                        .filter(item -> item.startTime() == alarm.startsAt())
                        .isPresent();
    }

    private Optional<Event> item(Alarm alarm) {
        if (!event.repeats()) {
            return Optional.of(event);
        }
        return Optional.ofNullable(alarm.recurrenceId()).flatMap(id -> Occurrences.at(event, id));
    }
}
