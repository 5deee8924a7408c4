package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.change.Change.Reason;
import almanac.identity.Accounts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Writes down here what was heard of events elsewhere, on the one path on which events change.
@Singleton
public class EventMirror {
    private final EventStore store;
    private final EventWrites writes;
    private final Accounts accounts;
    private final Clock clock;

    EventMirror(EventStore store, EventWrites writes, Accounts accounts, Clock clock) {
        this.store = store;
        this.writes = writes;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Whoever changed an event, and how.
    ///
    /// @param reason `MIRRORED` for what happened elsewhere, else what somebody did here
    /// @param actor the zuid; 0 for somebody elsewhere
    public record Cause(Reason reason, long actor) {
        /// It happened elsewhere.
        public static final Cause ELSEWHERE = new Cause(Reason.MIRRORED, 0);
    }

    /// Locks the events that are here already, before several are put or removed in one transaction.
    public Uni<Void> hold(StatelessSession session, List<String> ids) {
        return store.hold(session, ids);
    }

    /// Makes an event here what it is elsewhere, in the calendar where it shall lie; what is that
    /// already stays untouched.
    ///
    /// @param viewer who looks at the answer
    /// @return the event now; empty where that id belongs to an event of another service or of this
    ///     one, or the calendar is mirrored no more
    public Uni<Optional<Event>> put(
            StatelessSession session, MirroredEvent heard, CalendarAccess calendar, Cause cause, long viewer) {
        return store.load(session, heard.id()).chain(found -> {
            var isForeign =
                    found.isPresent() && !Objects.equals(found.get().calendar().upstream(), calendar.upstream());
            if (isForeign || !calendar.isMirrored()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return people(session, heard)
                    .chain(people -> found.isPresent()
                            ? change(session, found.get(), heard, calendar, people, cause)
                            : add(session, heard, calendar, people, cause))
                    .map(state -> Optional.of(state.seenBy(viewer)));
        });
    }

    /// Removes an event that is gone elsewhere; one that is not here is fine.
    public Uni<Void> remove(StatelessSession session, String id, Cause cause) {
        return writes.remove(session, id, cause);
    }

    private Uni<EventState> add(
            StatelessSession session, MirroredEvent heard, CalendarAccess calendar, People people, Cause cause) {
        var row = new EventRow();
        row.id = heard.id();
        row.entityId = UUID.randomUUID();
        row.calendarId = calendar.id();
        row.creator = calendar.owner();
        row.organizer = calendar.owner();
        row.reminders = "";
        row.createdAt = clock.millis();
        heard.applyTo(row, people);
        touch(row, heard);
        return writes.add(session, row, calendar, heard.rows(row), heard.attachmentIds(), people, cause);
    }

    private Uni<EventState> change(
            StatelessSession session,
            EventState before,
            MirroredEvent heard,
            CalendarAccess calendar,
            People people,
            Cause cause) {
        return writes.change(
                session,
                before,
                calendar,
                cause,
                row -> {
                    heard.applyTo(row, people);
                    row.calendarId = calendar.id();
                    touch(row, heard);
                    return heard.rows(row);
                },
                heard.attachmentIds());
    }

    /// The tag of elsewhere becomes the tag here, unless it would not rise.
    private void touch(EventRow row, MirroredEvent heard) {
        var before = row.editTag;
        row.touch(clock.millis());
        if (heard.tag() > before) {
            row.editTag = heard.tag();
        }
    }

    private Uni<People> people(StatelessSession session, MirroredEvent heard) {
        var emails = Stream.concat(
                        Stream.of(heard.creator().email(), heard.organizer().email()),
                        heard.attendees().stream().map(Attendee::email))
                .toList();
        return accounts.withZuidsOrEmails(session, List.of(), emails).map(People::ofAccounts);
    }
}
