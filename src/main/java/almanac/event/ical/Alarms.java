package almanac.event.ical;

import almanac.event.ical.Remarks.Unreadable;
import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reminders as VALARM components (RFC 5545, section 3.6.6).
final class Alarms {
    /// Marks a reminder of a kind that iCalendar does not have.
    private static final String KIND = "X-ALMANAC-KIND";

    private static final String NOTIFICATION = "NOTIFICATION";
    private static final int MOST = 10;
    private static final int LONGEST = 40_320;
    private static final long MINUTE = 60_000;

    private Alarms() {}

    /// The alarms of an event.
    ///
    /// @param reminders those that are reminders here
    /// @param others the others, as they stand in the file
    record Read(List<EventReminder> reminders, List<Block> others) {}

    /// Reads the alarms of an event with its times.
    static Read read(Block block, Event event, Remarks remarks) {
        var reminders = new LinkedHashSet<EventReminder>();
        var others = new ArrayList<Block>();
        block.within("VALARM").forEach(alarm -> {
            var type = type(alarm);
            var minutes = type.isEmpty() ? Optional.<Integer>empty() : minutes(alarm, event);
            if (minutes.isPresent() && reminders.size() < MOST) {
                reminders.add(new EventReminder(type.get(), minutes.get()));
                return;
            }
            others.add(alarm);
            if (type.isPresent()) {
                var reason = minutes.isPresent()
                        ? "has more than 10 alarms; this one is kept for export alone"
                        : "has an alarm that is no number of minutes before the start, up to 4 weeks";
                remarks.add(block.value("UID").orElse(null), alarm.number(), reason);
            }
        });
        return new Read(List.copyOf(reminders), others);
    }

    private static Optional<EventReminder.Type> type(Block alarm) {
        return switch (Line.upper(alarm.value("ACTION").orElse("DISPLAY"))) {
            case "DISPLAY", "AUDIO" ->
                Optional.of(
                        alarm.value(KIND).filter(NOTIFICATION::equalsIgnoreCase).isPresent()
                                ? EventReminder.Type.NOTIFICATION
                                : EventReminder.Type.POPUP);
            case "EMAIL" -> Optional.of(EventReminder.Type.EMAIL);
            default -> Optional.empty();
        };
    }

    /// How long before the start it is, in whole minutes, rounded up.
    private static Optional<Integer> minutes(Block alarm, Event event) {
        return alarm.first("TRIGGER")
                .flatMap(trigger -> before(trigger, event))
                .map(millis -> Math.ceilDiv(millis, MINUTE))
                .filter(minutes -> minutes >= 0 && minutes <= LONGEST)
                .map(Math::toIntExact);
    }

    private static Optional<Long> before(Line trigger, Event event) {
        var relative = IcalTime.length(trigger.value()).map(Duration::toMillis);
        if (relative.isPresent()) {
            var atEnd = trigger.says("RELATED", "END") ? event.endTime() - event.startTime() : 0;
            return relative.map(millis -> -millis - atEnd);
        }
        try {
            // That of a series would be for its first occurrence alone.
            return event.repeats()
                    ? Optional.empty()
                    : Optional.of(event.startTime()
                            - IcalTime.read(trigger.value(), ZoneId.of("UTC")).millis());
        } catch (Unreadable _) {
            return Optional.empty();
        }
    }

    /// Writes the reminders of an event.
    static void write(Event event, StringBuilder to) {
        for (var reminder : event.reminders()) {
            Line.of("BEGIN", "VALARM").write(to);
            var isMail = reminder.type() == EventReminder.Type.EMAIL;
            Line.of("ACTION", isMail ? "EMAIL" : "DISPLAY").write(to);
            Line.of("TRIGGER", (reminder.minutes() == 0 ? "" : "-") + "PT" + reminder.minutes() + "M")
                    .write(to);
            Line.of("DESCRIPTION", IcalText.value(event.title())).write(to);
            if (isMail) {
                Line.of("SUMMARY", IcalText.value(event.title())).write(to);
                Line.of("ATTENDEE", "mailto:" + event.organizer().email()).write(to);
            }
            if (reminder.type() == EventReminder.Type.NOTIFICATION) {
                Line.of(KIND, NOTIFICATION).write(to);
            }
            Line.of("END", "VALARM").write(to);
        }
    }
}
