package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.event.Event.Role;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event at one of its versions, with the calendar that it lies in: what a change starts from, and what
/// it leads to.
///
/// @param event the event, without a role
/// @param document its stored JSON
/// @param organizer the account that runs it; null where that is somebody without an account here
/// @param meetingLink its link, also while its type shows none: a link that was sent to people stays
/// @param calendar where it lies
record EventVersion(
        Event event,
        String document,
        @Nullable Long organizer,
        @Nullable String meetingLink,
        CalendarAccess calendar) {
    /// Whether an account runs the event.
    boolean isOrganizedBy(long zuid) {
        return organizer != null && organizer == zuid;
    }

    /// The event as an account sees it.
    EventView seenBy(long zuid) {
        var isOrganizer = isOrganizedBy(zuid);
        return new EventView(
                event.withRole(isOrganizer ? Role.ORGANIZER : Role.PARTICIPANT),
                EventDocuments.seen(document, isOrganizer));
    }

    /// The attendee with an address.
    Optional<Attendee> attendee(String email) {
        var address = Accounts.address(email);
        return event.attendees().stream()
                .filter(attendee -> attendee.hasAddress(address))
                .findFirst();
    }

    boolean isVisibleTo(Caller caller) {
        return calendar.privilegeOf(caller.zuid()).isPresent()
                || attendee(caller.email()).isPresent();
    }

    /// The addresses of who is invited, as they are compared.
    String[] addresses() {
        return event.attendees().stream()
                .map(attendee -> Accounts.address(attendee.email()))
                .toArray(String[]::new);
    }

    /// Of each of these, whether the invitation was declined.
    Boolean[] declined() {
        return event.attendees().stream()
                .map(attendee -> attendee.status() == Attendee.Status.DECLINED)
                .toArray(Boolean[]::new);
    }
}
