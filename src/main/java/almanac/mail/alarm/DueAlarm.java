package almanac.mail.alarm;

import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.mail.alarm.AlarmTable.Reminded;
import almanac.mail.outbox.Outbox.Reminder;
import java.util.Optional;
import java.util.stream.Stream;

/// An alarm that is due, and the event that it is of, as it is now.
///
/// @param alarm the alarm
/// @param event the event, or the exception of a series
/// @param owner the zuid of the owner of its calendar
/// @param sendsMail whether mails may be sent for the calendar
/// @param now epoch ms
/// @param late how late a reminder is still given, in ms
/// @param isRight whether the event begins when the alarm says, and has its reminder
record DueAlarm(Alarm alarm, Event event, long owner, boolean sendsMail, long now, long late, boolean isRight) {
    /// An alarm that is compared with its event.
    DueAlarm(Alarm alarm, Event event, Reminded calendar, long now, long late) {
        this(
                alarm,
                event,
                calendar.owner(),
                calendar.sendsMail(),
                now,
                late,
                new NextAlarm(event, alarm.minutes(), alarm.mailedFor()).has(alarm));
    }

    /// Whether the reminder is to be given.
    boolean isGiven() {
        return sendsMail && isRight && !alarm.isMailed() && now < alarm.expiresAt() && now - alarm.dueAt() <= late;
    }

    /// The alarm that takes its place; empty if the reminder is not due any more.
    Optional<Alarm> following() {
        if (!NextAlarm.minutes(event).contains(alarm.minutes())) {
            return Optional.empty();
        }
        var last = isGiven() ? alarm.mailed() : alarm;
        var latest = now - late;
        return new NextAlarm(event, alarm.minutes(), last.mailedFor())
                .find(latest, isRight ? Math.max(latest, alarm.startsAt()) : latest)
                .or(() -> Optional.of(last).filter(each -> each.dueAt() > now));
    }

    /// The folded addresses of those who are reminded, but for the owner.
    Stream<String> invited() {
        return event.attendees().stream()
                .filter(attendee -> attendee.status() != Attendee.Status.DECLINED)
                .map(attendee -> Accounts.address(attendee.email()));
    }

    /// Whether somebody has declined.
    ///
    /// @param address a folded address
    boolean isDeclinedBy(String address) {
        return event.attendees().stream()
                .anyMatch(attendee -> attendee.status() == Attendee.Status.DECLINED
                        && Accounts.address(attendee.email()).equals(address));
    }

    /// The reminder for an address.
    Reminder to(String address) {
        return new Reminder(
                address, alarm.eventId(), alarm.recurrenceId(), alarm.startsAt(), alarm.minutes(), alarm.expiresAt());
    }
}
