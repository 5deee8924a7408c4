package almanac.mirror;

import almanac.event.Attendee;
import almanac.event.MirroredEvent;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import almanac.upstream.RemoteEvent;
import almanac.upstream.RemoteNumber;
import java.util.List;

/// What an event is there after an answer to its invitation: the answer to that tells only the tag.
final class Echo {
    private Echo() {}

    static RemoteEvent answered(Attempt attempt, Attendee.Status status, String tag) {
        var current = attempt.current();
        var known = attempt.known();
        var event = new MirroredEvent(
                current.id(),
                current.type(),
                current.title(),
                current.description(),
                current.location(),
                current.startTime(),
                current.endTime(),
                current.timezone(),
                current.isAllDay(),
                current.creator(),
                current.organizer(),
                attendees(current.attendees(), attempt.caller(), status),
                RemoteNumber.of(tag).orElse(0),
                current.meetingLink(),
                null,
                null);
        return new RemoteEvent(event, known.reference(), tag.isEmpty() ? known.tag() : tag, null);
    }

    /// Whether the caller's answer is there.
    static boolean hasAnswered(RemoteEvent event, Caller caller, Attendee.Status status) {
        return event.event().attendees().stream()
                .anyMatch(attendee -> isCaller(attendee, caller) && attendee.status() == status);
    }

    private static List<Attendee> attendees(List<Attendee> attendees, Caller caller, Attendee.Status status) {
        return attendees.stream()
                .map(attendee -> isCaller(attendee, caller)
                        ? new Attendee(status, attendee.name(), attendee.email(), attendee.id())
                        : attendee)
                .toList();
    }

    private static boolean isCaller(Attendee attendee, Caller caller) {
        return Accounts.address(attendee.email()).equals(Accounts.address(caller.email()));
    }
}
