package almanac.event.write;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.TakenTime;
import almanac.calendar.store.CalendarContents;
import almanac.event.attachment.Attachment;
import almanac.event.attachment.Attachments;
import almanac.event.model.Attendee;
import almanac.event.model.EventOutcome.ForeignAttachments;
import almanac.event.model.EventVersion;
import almanac.event.request.EventRequest;
import almanac.event.request.Invitee;
import almanac.event.series.SeriesEdits;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.EventStore.Result;
import almanac.event.store.ExclusiveTimes;
import almanac.event.store.NewEvents;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The only write path of events, for all callers, so that tags always rise and the log is complete.
@Singleton
class EventWrites implements CalendarContents {
    private final EventStore store;
    private final EventFacts facts;
    private final NewEvents newEvents;
    private final Attachments attachments;
    private final ExclusiveTimes exclusive;

    EventWrites(
            EventStore store,
            EventFacts facts,
            NewEvents newEvents,
            Attachments attachments,
            ExclusiveTimes exclusive) {
        this.store = store;
        this.facts = facts;
        this.newEvents = newEvents;
        this.attachments = attachments;
        this.exclusive = exclusive;
    }

    /// The result of storing a change.
    sealed interface Written {
        /// Stored.
        ///
        /// @param version the event after it; for a removed one, the last version
        record Stored(EventVersion version) implements Written {}

        /// Not allowed.
        public record Refused(ForeignAttachments why) implements Written {}

        /// Something that the change is based on is out of date: nothing was stored. Another attempt reads it
        /// again.
        record Overtaken() implements Written {}

        /// The owner's maximum number of events is reached; nothing was stored.
        record Full(int limit) implements Written {}
    }

    /// Creates an event in a calendar.
    Uni<Written> create(Statements statements, Caller caller, CalendarAccess calendar, EventRequest request) {
        var named = Stream.of(caller.zuid(), calendar.owner()).distinct().toList();
        var addresses = addresses(request);
        return withFiles(
                statements,
                null,
                request.attached(),
                caller,
                List.of(),
                (files, ids) -> facts.people(statements, named, addresses).chain(people -> {
                    var version = newEvents.create(caller, calendar, request, people, files);
                    var cause = new Cause(Reason.CREATED, caller.zuid());
                    var draft =
                            new Draft(version, people, people.addresses(named, addresses), ids, cause, caller.zuid());
                    return store.create(statements, draft).map(stored -> written(stored, version, named, addresses));
                }),
                Written.Refused::new);
    }

    /// Changes an event, and moves it if the calendar differs.
    Uni<Written> edit(
            Statements statements, Caller caller, EventVersion before, CalendarAccess target, EventRequest request) {
        var addresses = addresses(request);
        var had = before.event();
        return withFiles(
                statements,
                had.id(),
                request.attached(),
                caller,
                had.attachments(),
                (files, ids) -> facts.people(statements, List.of(), addresses).chain(people -> {
                    var version = begun(newEvents.edit(before, target, request, people, files), request);
                    var reason = target.id() == before.calendar().id() ? Reason.EDITED : Reason.MOVED;
                    var draft = new Draft(
                            version,
                            request.attendees() == null ? null : people,
                            addresses,
                            ids,
                            new Cause(reason, caller.zuid()),
                            caller.zuid());
                    return store.change(statements, before, draft)
                            .map(stored -> written(stored, version, List.of(), addresses));
                }),
                Written.Refused::new);
    }

    /// The version as a series, if the request makes it one.
    ///
    /// @throws almanac.base.problem.ProblemException 400 for a rule that cannot be
    private EventVersion begun(EventVersion version, EventRequest request) {
        var lists = request.listsWithoutRule();
        if (!request.repeats()) {
            if (!lists.isEmpty()) {
                throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), lists);
            }
            return version;
        }
        return newEvents.version(
                SeriesEdits.begin(version.event(), request),
                version.organizer(),
                version.meetingLink(),
                version.calendar());
    }

    /// Records an attendee's answer; the same answer again changes nothing.
    Uni<Written> answer(
            Statements statements, Caller caller, EventVersion before, Attendee attendee, Attendee.Status status) {
        if (attendee.status() == status) {
            return Uni.createFrom().item(new Written.Stored(before));
        }
        var version = newEvents.answer(before, attendee, status);
        var draft = new Draft(version, null, List.of(), null, new Cause(Reason.RSVP, caller.zuid()), null);
        return store.change(statements, before, draft).map(stored -> written(stored, version, List.of(), List.of()));
    }

    /// Removes an event.
    ///
    /// @param writer the account that needs write access; null to skip the check
    Uni<Written> delete(Statements statements, EventVersion event, Cause cause, @Nullable Long writer) {
        return store.remove(statements, event, cause, writer)
                .map(stored -> written(stored, event, List.of(), List.of()));
    }

    private Written written(Result result, EventVersion version, Collection<Long> zuids, Collection<String> addresses) {
        return switch (result) {
            case STORED -> new Written.Stored(version);
            case FULL -> new Written.Full(store.limit());
            case OVERTAKEN -> {
                facts.forget(zuids, addresses);
                yield new Written.Overtaken();
            }
        };
    }

    /// The addresses of the requested attendees.
    static List<String> addresses(EventRequest request) {
        return Objects.requireNonNullElse(request.attendees(), List.<Invitee>of()).stream()
                .map(invitee -> Accounts.address(invitee.email()))
                .toList();
    }

    /// Runs work with the requested attachments, if the caller may attach them.
    ///
    /// @param holder the event that keeps its attachments; null for a new one
    /// @param ids the requested ones; null to keep the current ones
    <T> Uni<T> withFiles(
            Statements statements,
            @Nullable String holder,
            @Nullable List<Long> ids,
            Caller caller,
            List<Attachment> had,
            BiFunction<List<Attachment>, @Nullable List<Long>, Uni<T>> work,
            Function<ForeignAttachments, T> refusal) {
        if (ids == null) {
            return work.apply(had, null);
        }
        return attachments.allowed(statements, holder, ids, caller.zuid()).chain(files -> {
            var refused = new TreeSet<>(ids);
            files.forEach(file -> refused.remove(file.fileId()));
            return refused.isEmpty()
                    ? work.apply(files, ids)
                    : Uni.createFrom().item(refusal.apply(new ForeignAttachments(refused)));
        });
    }

    @Override
    public Uni<Boolean> clear(StatelessSession session, CalendarAccess calendar, long actor, int most) {
        var statements = Statements.in(session);
        var cause = actor == Cause.ELSEWHERE.actor() ? Cause.ELSEWHERE : new Cause(Reason.DELETED, actor);
        return store.idsIn(statements, calendar.id(), most)
                .call(ids -> store.hold(statements, ids))
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> removeFrom(statements, calendar.id(), id, cause))
                        .collect()
                        .last())
                .map(ids -> ids.size() == most);
    }

    @Override
    public Uni<Optional<TakenTime>> overlap(StatelessSession session, CalendarAccess calendar) {
        return exclusive.overlap(Statements.in(session), calendar.id());
    }

    /// Removes an event, unless it was moved out of the calendar before the lock.
    private Uni<Void> removeFrom(Statements statements, long calendar, String id, Cause cause) {
        return store.load(statements, id)
                .chain(found -> found.filter(event -> event.calendar().id() == calendar)
                        .map(event -> delete(statements, event, cause, null).replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Removes a locked event; succeeds if there is none.
    Uni<Void> remove(Statements statements, String id, Cause cause) {
        return store.load(statements, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : delete(statements, found.get(), cause, null).replaceWithVoid());
    }
}
