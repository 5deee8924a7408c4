package almanac.mail.api;

import almanac.access.account.Accounts;
import almanac.access.signature.SigningKey;
import almanac.access.token.Caller;
import almanac.base.request.EntityTags;
import almanac.event.model.Attendee;
import almanac.event.model.Attendee.Status;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.request.EditTags;
import almanac.event.request.Target;
import almanac.event.write.Events;
import almanac.mail.link.GuestLink;
import almanac.mail.outbox.CurrentEvents;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// Answers that guests without an account give by a link.
@Singleton
class GuestAnswers {
    private final SigningKey key;
    private final CurrentEvents events;
    private final Events writes;
    private final Clock clock;

    GuestAnswers(SigningKey key, CurrentEvents events, Events writes, Clock clock) {
        this.key = key;
        this.events = events;
        this.writes = writes;
        this.clock = clock;
    }

    /// An event that a guest can answer for.
    ///
    /// @param event the event, a series, or one occurrence
    /// @param guest the guest
    record Invited(Event event, Attendee guest) {}

    /// What a token names; empty if it was not signed here.
    Uni<Optional<GuestLink>> link(String token) {
        return key.read().map(secret -> GuestLink.read(token, secret));
    }

    /// The event of a link; empty if it has ended, was removed, or does not invite the guest any more.
    Uni<Optional<Invited>> find(GuestLink link) {
        return events.find(link.event(), link.occurrence())
                .map(found -> found.map(CurrentEvents.Current::event)
                        .filter(event -> event.repeats() || event.endTime() > clock.millis())
                        .flatMap(event -> guest(event, link).map(guest -> new Invited(event, guest))));
    }

    private static Optional<Attendee> guest(Event event, GuestLink link) {
        var address = Accounts.address(link.address());
        return event.attendees().stream()
                .filter(attendee -> attendee.id() == null
                        && Accounts.address(attendee.email()).equals(address))
                .findFirst();
    }

    /// Records the answer of a link's guest.
    Uni<EventOutcome> answer(GuestLink link, Status status) {
        var guest = new Caller(0, 0, link.address(), link.address(), Set.of(), null, null);
        return writes.answer(
                guest,
                new Target(link.event(), link.occurrence(), null),
                status,
                new EditTags(null, EntityTags.NONE, EntityTags.NONE));
    }
}
