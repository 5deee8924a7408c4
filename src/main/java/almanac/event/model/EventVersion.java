package almanac.event.model;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event.Role;
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
public record EventVersion(
        Event event,
        String document,
        @Nullable Long organizer,
        @Nullable String meetingLink,
        CalendarAccess calendar) {
    /// Whether an account runs the event.
    public boolean isOrganizedBy(long zuid) {
        return organizer != null && organizer == zuid;
    }

    /// The event as an account sees it.
    public EventView seenBy(long zuid) {
        var isOrganizer = isOrganizedBy(zuid);
        return new EventView(
                event.withRole(isOrganizer ? Role.ORGANIZER : Role.PARTICIPANT),
                EventDocuments.seen(document, isOrganizer));
    }

    /// The attendee with an address.
    public Optional<Attendee> attendee(String email) {
        var address = Accounts.address(email);
        return event.attendees().stream()
                .filter(attendee -> attendee.hasAddress(address))
                .findFirst();
    }

    public boolean isVisibleTo(Caller caller) {
        return calendar.privilegeOf(caller.zuid()).isPresent()
                || attendee(caller.email()).isPresent();
    }

    /// The addresses of who is invited, as they are compared.
    public String[] addresses() {
        return event.attendees().stream()
                .map(attendee -> Accounts.address(attendee.email()))
                .toArray(String[]::new);
    }

    /// Of each of these, whether the invitation was declined.
    public Boolean[] declined() {
        return event.attendees().stream()
                .map(attendee -> attendee.status() == Attendee.Status.DECLINED)
                .toArray(Boolean[]::new);
    }
}
