package almanac.event.write;

import almanac.calendar.model.CalendarAccess;
import almanac.event.attachment.Attachment;
import almanac.event.attachment.Attachments;
import almanac.event.model.Event;
import almanac.event.model.EventDiff;
import almanac.event.model.EventVersion;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.EventStore.Result;
import almanac.event.store.NewEvents;
import almanac.event.store.People;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Stores events read from a remote service, through the same write path as all other changes.
@Singleton
public class EventMirror {
    private static final int ATTEMPTS = 5;

    private final EventStore store;
    private final EventFacts facts;
    private final EventWrites writes;
    private final NewEvents newEvents;
    private final Attachments attachments;

    EventMirror(EventStore store, EventFacts facts, EventWrites writes, NewEvents newEvents, Attachments attachments) {
        this.store = store;
        this.facts = facts;
        this.writes = writes;
        this.newEvents = newEvents;
        this.attachments = attachments;
    }

    /// Locks existing events, before several are stored or removed in one transaction.
    public Uni<Void> hold(StatelessSession session, List<String> ids) {
        return store.hold(Statements.in(session), ids);
    }

    /// Creates or updates an event in a calendar; does nothing if it is equal already.
    ///
    /// @param viewer the account that gets the answer
    /// @return the event after it; empty if the id belongs to an event of another origin, or the calendar is
    ///     not mirrored any more
    public Uni<Optional<EventView>> put(
            StatelessSession session, MirroredEvent heard, CalendarAccess calendar, Cause cause, long viewer) {
        var statements = Statements.in(session);
        var put = new Put(statements, heard, calendar, cause);
        return store.hold(statements, List.of(heard.id()))
                .chain(() -> store.load(statements, heard.id()))
                .chain(found -> isForeign(found, calendar)
                        ? Uni.createFrom().item(Optional.empty())
                        : put(put, found.orElse(null), ATTEMPTS).map(version -> Optional.of(version.seenBy(viewer))));
    }

    private static boolean isForeign(Optional<EventVersion> found, CalendarAccess calendar) {
        return !calendar.isMirrored()
                || found.filter(event -> !Objects.equals(event.calendar().upstream(), calendar.upstream()))
                        .isPresent();
    }

    /// Removes an event; succeeds if there is none.
    public Uni<Void> remove(StatelessSession session, String id, Cause cause) {
        var statements = Statements.in(session);
        return store.hold(statements, List.of(id)).chain(() -> writes.remove(statements, id, cause));
    }

    /// An event to store, and its calendar.
    private record Put(Statements statements, MirroredEvent heard, CalendarAccess calendar, Cause cause) {
        /// The account whose uploads may be attached.
        long by() {
            return cause.actor() == 0 ? calendar.owner() : cause.actor();
        }
    }

    /// Stores a locked event. Only cached accounts can be out of date.
    private Uni<EventVersion> put(Put put, @Nullable EventVersion before, int attempts) {
        return facts.people(put.statements, List.of(), put.heard.addresses())
                .chain(people ->
                        files(put, before).chain(files -> store(put, before, draft(put, before, people, files))))
                .chain(stored -> {
                    if (stored.isPresent()) {
                        return Uni.createFrom().item(stored.get());
                    }
                    if (attempts == 0) {
                        throw new IllegalStateException("the accounts of a mirrored event change all the time");
                    }
                    facts.forget(List.of(), put.heard.addresses());
                    return put(put, before, attempts - 1);
                });
    }

    private Uni<Optional<EventVersion>> store(Put put, @Nullable EventVersion before, Draft draft) {
        if (before == null) {
            return store.create(put.statements, draft)
                    .map(result -> result == Result.STORED ? Optional.of(draft.version()) : Optional.empty());
        }
        // A new tag alone changes nothing visible; the next change brings a higher one.
        if (EventDiff.between(before.event(), draft.version().event()).isEmpty()) {
            return Uni.createFrom().item(Optional.of(before));
        }
        return store.change(put.statements, before, draft)
                .map(result -> result == Result.STORED ? Optional.of(draft.version()) : Optional.empty());
    }

    private Draft draft(Put put, @Nullable EventVersion before, People people, List<Attachment> files) {
        var heard = put.heard;
        var known = before == null ? null : before.event();
        var event = heard.toEvent(known, put.calendar, people, files, tag(known, heard));
        var organizer = people.withEmail(heard.organizer().email())
                .map(person -> Long.valueOf(person.id()))
                .orElse(null);
        var link = heard.meetingLink() != null || before == null ? heard.meetingLink() : before.meetingLink();
        var version = newEvents.version(event, organizer, link, put.calendar);
        return new Draft(version, people, heard.addresses(), heard.attachmentIds(), put.cause, null);
    }

    /// The tag of the remote service; a new local one if that is not higher than the current tag.
    private long tag(@Nullable Event before, MirroredEvent heard) {
        var known = before == null ? 0 : before.editTag();
        return heard.tag() > known ? heard.tag() : newEvents.tag(known);
    }

    private Uni<List<Attachment>> files(Put put, @Nullable EventVersion before) {
        var ids = put.heard.attachmentIds();
        if (ids == null) {
            return Uni.createFrom()
                    .item(before == null ? List.of() : before.event().attachments());
        }
        return attachments.allowed(put.statements, before == null ? null : put.heard.id(), ids, put.by());
    }
}
