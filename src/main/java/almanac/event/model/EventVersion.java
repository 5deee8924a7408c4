package almanac.event.model;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event at one version, with its calendar: the state before and after a change.
///
/// @param event the event, without a role
/// @param document its stored JSON
/// @param organizer the organizer's zuid; null if the organizer has no account here
/// @param meetingLink its link, kept even while its type shows none, since attendees may already have it
/// @param calendar its calendar
/// @param resource of a stored series, a number that rises with any change of it or its exceptions; null
///     elsewhere
public record EventVersion(
        Event event,
        String document,
        @Nullable Long organizer,
        @Nullable String meetingLink,
        CalendarAccess calendar,
        @Nullable Long resource) {
    /// A version that is no stored series.
    public EventVersion(
            Event event,
            String document,
            @Nullable Long organizer,
            @Nullable String meetingLink,
            CalendarAccess calendar) {
        this(event, document, organizer, meetingLink, calendar, null);
    }

    /// Whether an account is the organizer.
    public boolean isOrganizedBy(long zuid) {
        return organizer != null && organizer == zuid;
    }

    /// The event as an account sees it.
    public EventView seenBy(long zuid) {
        var isOrganizer = isOrganizedBy(zuid);
        return new EventView(
                event.but()
                        .role(isOrganizer ? Role.ORGANIZER : Role.PARTICIPANT)
                        .build(),
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

    /// The attendees' addresses in the form used for comparison.
    public String[] addresses() {
        return event.attendees().stream()
                .map(attendee -> Accounts.address(attendee.email()))
                .toArray(String[]::new);
    }

    /// For each of these, whether the invitation is declined.
    public Boolean[] declined() {
        return event.attendees().stream()
                .map(attendee -> attendee.status() == Attendee.Status.DECLINED)
                .toArray(Boolean[]::new);
    }
}
