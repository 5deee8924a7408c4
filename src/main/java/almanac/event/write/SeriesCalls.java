package almanac.event.write;

import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.event.attachment.Attachment;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Forbidden;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.model.EventOutcome.ReadOnly;
import almanac.event.model.EventOutcome.Stale;
import almanac.event.model.EventVersion;
import almanac.event.model.Recurrence;
import almanac.event.request.EditScope;
import almanac.event.request.EditTags;
import almanac.event.request.EventRequest;
import almanac.event.request.SentBack;
import almanac.event.request.Target;
import almanac.event.series.SeriesChange;
import almanac.event.series.SeriesEdits;
import almanac.event.store.Cause;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.write.EditAttempt.Ended;
import almanac.event.write.EditAttempt.Several;
import almanac.event.write.SeriesWrites.Edit;
import almanac.event.write.SeriesWrites.Stored;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls on a series: which item is meant, and whether the caller may change it.
@Singleton
class SeriesCalls {
    private final EventStore store;
    private final EventFacts facts;
    private final EventWrites events;
    private final SeriesWrites writes;
    private final ExclusiveWrites exclusive;

    SeriesCalls(
            EventStore store, EventFacts facts, EventWrites events, SeriesWrites writes, ExclusiveWrites exclusive) {
        this.store = store;
        this.facts = facts;
        this.events = events;
        this.writes = writes;
        this.exclusive = exclusive;
    }

    /// A call on a stored series.
    ///
    /// @param isLocked whether the statements are those of a transaction that has locked it
    record Call(Statements statements, EventVersion series, boolean isLocked, Caller caller, Target target) {}

    /// The stored series and the named item.
    ///
    /// @param item the named occurrence or exception, or the series if none was named
    private record Named(Stored stored, EventVersion item) {
        /// The named occurrence or exception; null if none was named.
        @Nullable
        Event occurrence() {
            return item.event().repeats() ? null : item.event();
        }
    }

    /// Runs work on the named item. Several rows are changed only in a transaction that has locked the series.
    private Uni<EditAttempt> named(Call call, EditTags tags, Function<Named, Uni<EditAttempt>> work) {
        var isAlone = call.series.event().recurrence() instanceof Recurrence.Series fields
                && fields.exceptions().isEmpty()
                && call.target.recurrenceId() == null;
        if (isAlone) {
            return checked(call, tags, new Named(new Stored(call.series, List.of()), call.series), work);
        }
        if (!call.isLocked) {
            return Uni.createFrom().item(new Several());
        }
        return store.exceptions(call.statements, call.series.event().id()).chain(exceptions -> {
            var stored = new Stored(call.series, exceptions);
            var id = call.target.recurrenceId();
            var item = id == null
                    ? Optional.of(call.series)
                    : stored.edits().item(id).map(event -> writes.version(stored, event));
            return item.map(found -> checked(call, tags, new Named(stored, found), work))
                    .orElseGet(() -> EditAttempt.ended(new Absent()));
        });
    }

    private static Uni<EditAttempt> checked(
            Call call, EditTags tags, Named named, Function<Named, Uni<EditAttempt>> work) {
        if (!named.item.isVisibleTo(call.caller)) {
            return EditAttempt.ended(new Absent());
        }
        return tags.allow(named.item.event().editTag())
                ? work.apply(named)
                : EditAttempt.ended(new Stale(named.item.seenBy(call.caller.zuid())));
    }

    /// Whether the caller may write the series; a refusal comes before any condition.
    private static Optional<EditAttempt> refusal(Call call) {
        var isWriter = call.series.calendar().canWrite(call.caller.zuid());
        return !isWriter && call.series.isVisibleTo(call.caller)
                ? Optional.of(new Ended(new Forbidden()))
                : Optional.empty();
    }

    /// Changes a series or a part of it.
    ///
    /// @param target the calendar after it
    Uni<EditAttempt> edit(Call call, CalendarAccess target, EventRequest request, EditTags tags) {
        return refusal(call)
                .map(Uni.createFrom()::item)
                .orElseGet(() -> exclusive.run(
                        call.statements, call.isLocked, target, () -> editWritable(call, target, request, tags)));
    }

    private Uni<EditAttempt> editWritable(Call call, CalendarAccess target, EventRequest request, EditTags tags) {
        return named(call, tags, named -> {
            if (!call.series.calendar().canWrite(call.caller.zuid())) {
                return EditAttempt.ended(new Forbidden());
            }
            var isOne = call.target.meant() == EditScope.ONLY;
            if (isOne && target.id() != call.series.calendar().id()) {
                throw ProblemException.of(Problem.BAD_REQUEST, SeriesEdits.ofSeries("calendar_id"));
            }
            var base = isOne ? named.item : call.series;
            var readOnly =
                    SentBack.changed(request, base.seenBy(call.caller.zuid()).event());
            return readOnly.isEmpty()
                    ? withPeople(call, target, request, named, base)
                    : EditAttempt.ended(new ReadOnly(readOnly));
        });
    }

    private Uni<EditAttempt> withPeople(
            Call call, CalendarAccess target, EventRequest request, Named named, EventVersion base) {
        var addresses = EventWrites.addresses(request);
        var isPlain = base.event().recurrence() instanceof Recurrence.Occurrence;
        return events.withFiles(
                call.statements,
                isPlain ? call.series.event().key() : base.event().key(),
                request.attached(),
                call.caller,
                base.event().attachments(),
                (files, _) -> facts.people(call.statements, List.of(), addresses)
                        .chain(people -> {
                            var edit = new Edit(
                                    named.stored,
                                    request.attendees() == null ? null : people,
                                    addresses,
                                    new Cause(reason(call, target), call.caller.zuid()),
                                    call.caller.zuid(),
                                    target);
                            return store(call, edit, change(call, named, edit, request, files));
                        }),
                refusal -> new Ended(refusal));
    }

    private static Reason reason(Call call, CalendarAccess target) {
        return target.id() == call.series.calendar().id() ? Reason.EDITED : Reason.MOVED;
    }

    private SeriesChange change(Call call, Named named, Edit edit, EventRequest request, List<Attachment> files) {
        var edits = named.stored.edits();
        return switch (call.target.meant()) {
            case ONLY -> edits.only(named.item.event(), writes.asked(named.item, edit, request, files), request);
            case FOLLOWING ->
                edits.following(
                        named.item.event(), writes.asked(call.series, edit, request, files), request, writes.newId());
            case ALL -> edits.all(named.occurrence(), writes.asked(call.series, edit, request, files), request);
        };
    }

    private Uni<EditAttempt> store(Call call, Edit edit, SeriesChange change) {
        return writes.store(call.statements, edit, change)
                .map(version -> new Ended(
                        change.series().isEmpty() || change.item().isEmpty()
                                ? new Gone()
                                : new Done(version.seenBy(call.caller.zuid()))));
    }

    /// Removes a series or a part of it.
    Uni<EditAttempt> delete(Call call, EditTags tags) {
        return refusal(call)
                .map(Uni.createFrom()::item)
                .orElseGet(() -> exclusive.reduce(
                        call.statements, call.isLocked, call.series.calendar(), () -> deleteWritable(call, tags)));
    }

    private Uni<EditAttempt> deleteWritable(Call call, EditTags tags) {
        return named(call, tags, named -> {
            var edits = named.stored.edits();
            var change = switch (call.target.meant()) {
                case ONLY -> edits.removeOnly(named.item.event());
                case FOLLOWING -> edits.removeFollowing(named.item.event());
                case ALL -> SeriesChange.removal();
            };
            return store(
                    call,
                    plain(named.stored, new Cause(Reason.DELETED, call.caller.zuid()), call.caller.zuid()),
                    change);
        });
    }

    /// An edit of a series that stays in its calendar and invites nobody new.
    private static Edit plain(Stored stored, Cause cause, @Nullable Long writer) {
        return new Edit(stored, null, List.of(), cause, writer, stored.series().calendar());
    }

    /// Records an answer to the invitation to a series or to one occurrence.
    Uni<EditAttempt> answer(Call call, Attendee.Status status, EditTags tags) {
        return named(call, tags, named -> {
            var attendee = named.item.attendee(call.caller.email());
            if (attendee.isEmpty() || call.series.isOrganizedBy(call.caller.zuid())) {
                return EditAttempt.ended(new Forbidden());
            }
            var edits = named.stored.edits();
            if (named.occurrence() != null && attendee.get().status() == status) {
                return EditAttempt.ended(new Done(named.item.seenBy(call.caller.zuid())));
            }
            var change = named.occurrence() == null
                    ? edits.answerAll(attendee.get(), status)
                    : edits.answerOnly(named.item.event(), attendee.get(), status);
            return store(call, plain(named.stored, new Cause(Reason.RSVP, call.caller.zuid()), null), change);
        });
    }
}
