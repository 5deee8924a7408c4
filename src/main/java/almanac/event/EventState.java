package almanac.event;

import almanac.attachment.Attachment;
import almanac.calendar.CalendarAccess;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An event inside the transaction that changes it, with all that belongs to it.
///
/// @param row the event
/// @param calendar where it lies
/// @param attendees who is invited, in order
/// @param attachments what is attached, in order
/// @param people the accounts that these name
record EventState(
        EventRow row,
        CalendarAccess calendar,
        List<AttendeeRow> attendees,
        List<Attachment> attachments,
        People people) {

    Event seenBy(long zuid) {
        return Event.of(
                row,
                calendar.calendarId(),
                people.inRole(row.creatorElsewhere, row.creator),
                people.inRole(row.organizerElsewhere, row.organizer),
                attendees.stream().map(people::attendee).toList(),
                attachments,
                zuid);
    }

    Optional<AttendeeRow> attendee(String email) {
        var address = Accounts.address(email);
        return attendees.stream()
                .filter(attendee -> Accounts.address(attendee.email).equals(address))
                .findFirst();
    }

    boolean isVisibleTo(Caller caller) {
        return calendar.privilegeOf(caller.zuid()).isPresent()
                || attendee(caller.email()).isPresent();
    }

    /// Every account that sees the event: through the calendar or through an invitation.
    Set<Long> audience() {
        var audience = new TreeSet<>(calendar.viewers());
        for (var attendee : attendees) {
            people.withEmail(attendee.email).ifPresent(person -> audience.add(Long.valueOf(person.id())));
        }
        return audience;
    }
}
