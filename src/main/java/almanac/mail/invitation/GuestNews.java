package almanac.mail.invitation;

import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.log.change.Change.Reason;
import almanac.mail.outbox.MailKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a change of an event is to those of its guests who have no account.
///
/// @param kind what they are told
/// @param address whom
/// @param event the event after the change; the last one, if it was cancelled
record GuestNews(MailKind kind, String address, Event event) {
    /// Fields of which a guest is told.
    private static final Set<String> TOLD = Set.of(
            "type",
            "title",
            "description",
            "location",
            "start_time",
            "end_time",
            "timezone",
            "isallday",
            "meeting_link",
            "recurrence_rule",
            "exdates",
            "rdates");

    /// What is to be told.
    ///
    /// @param before the event before the change; empty for a new one
    /// @param after the event after it; empty for a removed one
    /// @param changed the names of the fields that differ
    static List<GuestNews> of(Optional<Event> before, Optional<Event> after, List<String> changed) {
        var had = before.map(GuestNews::guests).orElse(Map.of());
        var has = after.map(GuestNews::guests).orElse(Map.of());
        var isTold = changed.stream().anyMatch(TOLD::contains);
        var news = new TreeMap<String, GuestNews>();
        after.ifPresent(event -> has.forEach((folded, address) -> {
            if (!had.containsKey(folded)) {
                news.put(folded, new GuestNews(MailKind.INVITATION, address, event));
            } else if (isTold) {
                news.put(folded, new GuestNews(MailKind.CHANGE, address, event));
            }
        }));
        before.ifPresent(event -> had.forEach((folded, address) -> {
            if (!has.containsKey(folded)) {
                news.put(folded, new GuestNews(MailKind.CANCELLATION, address, event));
            }
        }));
        return List.copyOf(news.values());
    }

    /// The attendees without an account: their addresses, by the folded ones.
    private static Map<String, String> guests(Event event) {
        var guests = new TreeMap<String, String>();
        event.attendees().stream()
                .filter(attendee -> attendee.id() == null)
                .map(Attendee::email)
                .filter(address -> !address.equalsIgnoreCase(event.organizer().email()))
                .forEach(address -> guests.put(Accounts.address(address), address));
        return guests;
    }

    /// Whether guests are told of changes that were made for a reason.
    static boolean isTold(String reason) {
        return !reason.equals(Reason.RSVP.name().toLowerCase(Locale.ROOT))
                && !reason.equals(Reason.MIRRORED.name().toLowerCase(Locale.ROOT));
    }
}
