package almanac.event;

import almanac.attachment.Attachments;
import almanac.calendar.CalendarAccess;
import almanac.calendar.CalendarContents;
import almanac.change.Change.Reason;
import almanac.event.EventMirror.Cause;
import almanac.event.EventOutcome.Done;
import almanac.event.EventOutcome.ForeignAttachments;
import almanac.event.EventOutcome.Gone;
import almanac.identity.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The one path on which events change. Whoever changes one, for whatever reason, comes through here,
/// so that the tags rise and the log is complete.
@Singleton
class EventWrites implements CalendarContents {
    private final EventStore store;
    private final EventLog log;
    private final Attachments attachments;
    private final NewEvents newEvents;
    private final Clock clock;

    EventWrites(EventStore store, EventLog log, Attachments attachments, NewEvents newEvents, Clock clock) {
        this.store = store;
        this.log = log;
        this.attachments = attachments;
        this.newEvents = newEvents;
        this.clock = clock;
    }

    /// Makes an event in a calendar that the caller may write.
    Uni<EventOutcome> create(StatelessSession session, Caller caller, CalendarAccess calendar, EventRequest request) {
        var row = newEvents.row(caller, calendar, request);
        var invitees = Objects.requireNonNullElse(request.attendees(), List.<Invitee>of());
        var attendees = EventStore.attendees(row, invitees, List.of());
        return attach(session, row, request.attached(), caller)
                .chain(refused -> refused.isEmpty()
                        ? insert(session, row, calendar, attendees, request.attached() != null, caller)
                        : refuse(refused));
    }

    private Uni<EventOutcome> insert(
            StatelessSession session,
            EventRow row,
            CalendarAccess calendar,
            List<AttendeeRow> attendees,
            boolean attached,
            Caller caller) {
        return session.insert(row)
                .chain(() -> store.insertAttendees(session, attendees))
                .chain(() -> store.complete(session, row, calendar, attendees, attached, caller))
                .call(state -> log.created(session, state, new Cause(Reason.CREATED, caller.zuid())))
                .map(state -> new Done(state.seenBy(caller.zuid())));
    }

    /// Changes an event that the caller may write, and moves it where the calendar is another.
    Uni<EventOutcome> edit(
            StatelessSession session, Caller caller, EventState before, CalendarAccess target, EventRequest request) {
        return attach(session, before.row(), request.attached(), caller)
                .chain(refused ->
                        refused.isEmpty() ? update(session, caller, before, target, request) : refuse(refused));
    }

    private Uni<EventOutcome> update(
            StatelessSession session, Caller caller, EventState before, CalendarAccess target, EventRequest request) {
        var noted = log.before(before, caller.zuid());
        var row = before.row();
        request.applyTo(row);
        row.calendarId = target.id();
        newEvents.linkMeeting(row);
        row.touch(clock.millis());
        var attendees = attendees(before, request);
        var reason = target.id() == before.calendar().id() ? Reason.EDITED : Reason.MOVED;
        return session.update(row)
                .chain(() -> store.replaceAttendees(session, row.id, attendees))
                .chain(() -> store.complete(session, row, target, attendees))
                .call(after -> log.changed(session, noted, after, new Cause(reason, caller.zuid())))
                .map(after -> new Done(after.seenBy(caller.zuid())));
    }

    private static List<AttendeeRow> attendees(EventState before, EventRequest request) {
        var invitees = request.attendees();
        if (invitees != null) {
            return EventStore.attendees(before.row(), invitees, before.attendees());
        }
        before.attendees().forEach(attendee -> EventStore.place(attendee, before.row(), attendee.position));
        return before.attendees();
    }

    /// Records an answer of an attendee; the same answer again changes nothing.
    Uni<EventOutcome> answer(
            StatelessSession session, Caller caller, EventState before, AttendeeRow attendee, Attendee.Status status) {
        if (attendee.answer() == status) {
            return Uni.createFrom().item(new Done(before.seenBy(caller.zuid())));
        }
        var noted = log.before(before, caller.zuid());
        attendee.status = status.text();
        before.row().touch(clock.millis());
        return session.update(attendee)
                .chain(() -> session.update(before.row()))
                .chain(() -> log.changed(session, noted, before, new Cause(Reason.RSVP, caller.zuid())))
                .map(done -> new Done(before.seenBy(caller.zuid())));
    }

    /// Removes an event.
    Uni<EventOutcome> delete(StatelessSession session, EventState state, Cause cause) {
        return store.remove(session, state.row().id)
                .chain(() -> attachments.detach(session, state.row().id))
                .chain(() -> log.deleted(session, state, cause))
                .replaceWith(new Gone());
    }

    /// Adds an event that was made elsewhere.
    ///
    /// @param people the accounts that it names
    Uni<EventState> add(
            StatelessSession session,
            EventRow row,
            CalendarAccess calendar,
            List<AttendeeRow> attendees,
            @Nullable List<Long> fileIds,
            People people,
            Cause cause) {
        var bare = new EventState(row, calendar, attendees, List.of(), people);
        return session.insert(row)
                .chain(() -> store.insertAttendees(session, attendees))
                .call(() -> link(session, row, fileIds, calendar, cause))
                .chain(() -> fileIds == null
                        ? Uni.createFrom().item(bare)
                        : store.complete(session, row, calendar, attendees))
                .call(state -> log.created(session, state, cause));
    }

    /// Changes an event as it was changed elsewhere; where nothing differs, nothing is written.
    ///
    /// @param redraft changes the row, and says who is invited
    Uni<EventState> change(
            StatelessSession session,
            EventState before,
            CalendarAccess target,
            Cause cause,
            Function<EventRow, List<AttendeeRow>> redraft,
            @Nullable List<Long> fileIds) {
        var viewer = target.owner();
        var noted = log.before(before, viewer);
        var row = before.row();
        var tag = row.editTag;
        var attendees = redraft.apply(row);
        return link(session, row, fileIds, target, cause)
                .chain(() -> store.complete(session, row, target, attendees))
                .chain(after ->
                        EventDiff.between(noted.seen(), after.seenBy(viewer)).isEmpty()
                                ? keep(after, tag)
                                : session.update(row)
                                        .chain(() -> store.replaceAttendees(session, row.id, attendees))
                                        .chain(() -> log.changed(session, noted, after, cause))
                                        .replaceWith(after));
    }

    /// A tag alone is no change that anybody would see; the next one brings a higher one along.
    private static Uni<EventState> keep(EventState state, long tag) {
        state.row().editTag = tag;
        return Uni.createFrom().item(state);
    }

    private Uni<Void> link(
            StatelessSession session,
            EventRow row,
            @Nullable List<Long> fileIds,
            CalendarAccess calendar,
            Cause cause) {
        var by = cause.actor() == 0 ? calendar.owner() : cause.actor();
        return fileIds == null
                ? Uni.createFrom().voidItem()
                : attachments.attach(session, row.id, fileIds, by).replaceWithVoid();
    }

    /// The events are locked first, as everybody does who locks both: then comes the calendar.
    @Override
    public Uni<Boolean> clear(StatelessSession session, CalendarAccess calendar, long actor, int most) {
        return store.idsIn(session, calendar.id(), most)
                .call(ids -> store.hold(session, ids))
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> remove(session, id, removal(actor)))
                        .collect()
                        .last())
                .map(ids -> ids.size() == most);
    }

    private static Cause removal(long actor) {
        return actor == Cause.ELSEWHERE.actor() ? Cause.ELSEWHERE : new Cause(Reason.DELETED, actor);
    }

    /// Removes an event by its id; one that is not here is fine.
    Uni<Void> remove(StatelessSession session, String id, Cause cause) {
        return store.load(session, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : delete(session, found.get(), cause).replaceWithVoid());
    }

    private Uni<Set<Long>> attach(StatelessSession session, EventRow row, @Nullable List<Long> fileIds, Caller caller) {
        return fileIds == null
                ? Uni.createFrom().item(Set.of())
                : attachments.attach(session, row.id, fileIds, caller.zuid());
    }

    private static Uni<EventOutcome> refuse(Set<Long> fileIds) {
        return Uni.createFrom().item(new ForeignAttachments(fileIds));
    }
}
