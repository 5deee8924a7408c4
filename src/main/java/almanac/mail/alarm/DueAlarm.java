package almanac.mail.alarm;

import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
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
record DueAlarm(Alarm alarm, Event event, long owner, boolean sendsMail, long now, long late) {
    /// Whether the reminder is to be given.
    boolean isGiven() {
        return sendsMail
                && !alarm.isMailed()
                && now < alarm.expiresAt()
                && now - alarm.dueAt() <= late
                && next(alarm).has(alarm);
    }

    private NextAlarm next(Alarm last) {
        return new NextAlarm(event, alarm.minutes(), last.mailedFor());
    }

    /// The alarm that takes its place; empty if the reminder is not due any more.
    Optional<Alarm> following() {
        var last = isGiven() ? alarm.mailed() : alarm;
        var latest = now - late;
        var after = next(alarm).has(alarm) ? Math.max(latest, alarm.startsAt()) : latest;
        return NextAlarm.minutes(event).contains(alarm.minutes())
                ? next(last).find(latest, after).or(() -> Optional.of(last).filter(each -> each.dueAt() > now))
                : Optional.empty();
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
