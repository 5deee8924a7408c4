package almanac.mirror.writethrough;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.event.model.Attendee;
import almanac.event.write.MirroredEvent;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteNumber;
import java.util.List;

/// What an event is there after an answer to its invitation: the answer to that tells only the tag.
final class RsvpResult {
    private RsvpResult() {}

    static RemoteEvent answered(RemoteWrite attempt, Attendee.Status status, String tag) {
        var current = attempt.current();
        var known = attempt.known();
        var event = new MirroredEvent(
                current.id(),
                current.entityId(),
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
