package almanac.event.write;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.AcrossServices;
import almanac.event.model.EventOutcome.Forbidden;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.model.EventOutcome.NoCalendar;
import almanac.event.model.EventOutcome.ReadOnly;
import almanac.event.model.EventOutcome.Stale;
import almanac.event.model.EventVersion;
import almanac.event.request.EditScope;
import almanac.event.request.EditTags;
import almanac.event.request.EventRequest;
import almanac.event.request.SentBack;
import almanac.event.request.Target;
import almanac.event.store.Cause;
import almanac.event.store.EventFacts;
import almanac.event.write.EditAttempt.Elsewhere;
import almanac.event.write.EditAttempt.Ended;
import almanac.event.write.EditAttempt.NewElsewhere;
import almanac.event.write.EventWrites.Written;
import almanac.event.write.SeriesCalls.Call;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The use cases of events: privileges and conditions. [EventWrites] makes the changes, [EditRetry] repeats
/// attempts.
@Singleton
public class Events {
    private final EditRetry attempts;
    private final EventFacts facts;
    private final EventWrites writes;
    private final SeriesCalls series;
    private final Instance<UpstreamEvents> elsewhere;

    Events(
            EditRetry attempts,
            EventFacts facts,
            EventWrites writes,
            SeriesCalls series,
            Instance<UpstreamEvents> elsewhere) {
        this.attempts = attempts;
        this.facts = facts;
        this.writes = writes;
        this.series = series;
        this.elsewhere = elsewhere;
    }

    /// Creates an event.
    ///
    /// @param calendar its calendar; null for the caller's default calendar
    public Uni<EventOutcome> create(
            Caller caller, @Nullable CalendarKey calendar, EventRequest request, Optional<IdempotencyKey> key) {
        return attempts.once(key, (statements, isOne) -> create(statements, isOne, caller, calendar, request))
                .chain(attempt -> switch (attempt) {
                    case NewElsewhere(var target) -> elsewhere.get().create(caller, target, request, key);
                    case Ended(var outcome) -> Uni.createFrom().item(outcome);
                    case Elsewhere _, EditAttempt.Overtaken _, EditAttempt.Several _ ->
                        throw new IllegalStateException("not an end");
                });
    }

    private Uni<EditAttempt> create(
            Statements statements,
            boolean isTransaction,
            Caller caller,
            @Nullable CalendarKey key,
            EventRequest request) {
        return facts.calendar(statements, caller.zuid(), key).chain(found -> {
            if (found.isEmpty()) {
                return EditAttempt.ended(new NoCalendar());
            }
            var calendar = found.get();
            if (!calendar.canWrite(caller.zuid())) {
                return EditAttempt.ended(new Forbidden());
            }
            if (calendar.isMirrored()) {
                return Uni.createFrom().item(new NewElsewhere(calendar));
            }
            return attempts.exclusive()
                    .create(statements, isTransaction, caller, calendar, request)
                    .invoke(attempt -> {
                        if (attempt instanceof EditAttempt.Overtaken) {
                            facts.forget(caller.zuid(), key);
                        }
                    });
        });
    }

    /// Changes an event, or a part of a series.
    ///
    /// @param calendar the target calendar; null for the current one
    public Uni<EventOutcome> edit(
            Caller caller, Target target, @Nullable CalendarKey calendar, EventRequest request, EditTags tags) {
        return on(
                        target,
                        (statements, event, isLocked) -> event.event().repeats()
                                ? editSeries(
                                        new Call(statements, event, isLocked, caller, target), calendar, request, tags)
                                : writable(caller, event, tags, writable -> {
                                    refuseParts(target, writable);
                                    return calendarAfter(statements, caller, writable, calendar)
                                            .chain(after ->
                                                    edit(statements, isLocked, caller, writable, after, request));
                                }))
                .chain(attempt -> orElsewhere(
                        attempt,
                        (current, after) ->
                                elsewhere.get().edit(caller, target, current, after, request, tags.areGiven())));
    }

    private Uni<EditAttempt> editSeries(
            Call call, @Nullable CalendarKey calendar, EventRequest request, EditTags tags) {
        return calendarAfter(call.statements(), call.caller(), call.series(), calendar)
                .chain(found -> {
                    if (found.isEmpty()) {
                        return EditAttempt.ended(
                                call.series().isVisibleTo(call.caller()) ? new NoCalendar() : new Absent());
                    }
                    if (!found.get().canWrite(call.caller().zuid())) {
                        return EditAttempt.ended(
                                call.series().isVisibleTo(call.caller()) ? new Forbidden() : new Absent());
                    }
                    return found.get().isMirrored()
                            ? EditAttempt.ended(new AcrossServices())
                            : series.edit(call, found.get(), request, tags);
                });
    }

    /// An attempt on the named event. The occurrence of a mirrored series is an event of its own.
    private Uni<EditAttempt> on(Target target, EditRetry.Work work) {
        return attempts.on(target.id(), work)
                .chain(attempt -> target.recurrenceId() != null && attempt instanceof Ended(Absent _)
                        ? attempts.on(
                                Event.key(target.id(), target.recurrenceId()),
                                (statements, event, isLocked) ->
                                        event.calendar().isMirrored()
                                                ? work.on(statements, event, isLocked)
                                                : EditAttempt.ended(new Absent()))
                        : Uni.createFrom().item(attempt));
    }

    private static void refuseParts(Target target, EventVersion event) {
        var isPart = target.recurrenceId() != null || target.meant() != EditScope.ALL;
        if (isPart
                && !(event.calendar().isMirrored() && target.names(event.event().id()))) {
            throw Target.repeatsNot();
        }
    }

    private Uni<Optional<CalendarAccess>> calendarAfter(
            Statements statements, Caller caller, EventVersion event, @Nullable CalendarKey calendar) {
        return calendar == null
                ? Uni.createFrom().item(Optional.of(event.calendar()))
                : facts.reach(statements, caller.zuid(), calendar);
    }

    private Uni<EditAttempt> edit(
            Statements statements,
            boolean isLocked,
            Caller caller,
            EventVersion event,
            Optional<CalendarAccess> found,
            EventRequest request) {
        if (found.isEmpty()) {
            return EditAttempt.ended(new NoCalendar());
        }
        var target = found.get();
        if (!target.canWrite(caller.zuid())) {
            return EditAttempt.ended(new Forbidden());
        }
        if (!Objects.equals(event.calendar().upstream(), target.upstream())) {
            return EditAttempt.ended(new AcrossServices());
        }
        var readOnly = SentBack.changed(request, event.seenBy(caller.zuid()).event());
        if (!readOnly.isEmpty()) {
            return EditAttempt.ended(new ReadOnly(readOnly));
        }
        if (target.isMirrored()) {
            return Uni.createFrom().item(new Elsewhere(event, target));
        }
        return attempts.exclusive().edit(statements, isLocked, caller, event, target, request);
    }

    /// Removes an event, or a part of a series, from its calendar.
    public Uni<EventOutcome> delete(Caller caller, Target target, CalendarKey calendar, EditTags tags) {
        return on(target, (statements, event, isLocked) -> {
                    if (event.event().repeats()) {
                        var call = new Call(statements, event, isLocked, caller, target);
                        return inCalendar(statements, caller, event, calendar, () -> series.delete(call, tags));
                    }
                    return writable(caller, event, tags, writable -> {
                        refuseParts(target, writable);
                        return inCalendar(
                                statements, caller, writable, calendar, () -> delete(statements, caller, writable));
                    });
                })
                .chain(attempt ->
                        orElsewhere(attempt, (current, after) -> elsewhere.get().delete(caller, target, current)));
    }

    /// Runs work if the event is in a calendar; else it is absent.
    private Uni<EditAttempt> inCalendar(
            Statements statements,
            Caller caller,
            EventVersion event,
            CalendarKey calendar,
            Supplier<Uni<EditAttempt>> work) {
        return facts.reach(statements, caller.zuid(), calendar)
                .chain(found ->
                        found.filter(named -> named.id() == event.calendar().id())
                                        .isPresent()
                                ? work.get()
                                : EditAttempt.ended(new Absent()));
    }

    private Uni<EditAttempt> delete(Statements statements, Caller caller, EventVersion event) {
        if (event.calendar().isMirrored()) {
            return Uni.createFrom().item(new Elsewhere(event, event.calendar()));
        }
        return writes.delete(statements, event, new Cause(Reason.DELETED, caller.zuid()), caller.zuid())
                .map(written -> written instanceof Written.Stored
                        ? new Ended(new Gone())
                        : EditAttempt.of(written, caller.zuid()));
    }

    /// Records the caller's answer to an invitation. Forbidden for accounts that are not invited, including
    /// the organizer.
    public Uni<EventOutcome> answer(Caller caller, Target target, Attendee.Status status, EditTags tags) {
        return on(target, (statements, event, isLocked) -> {
                    if (event.event().repeats()) {
                        return series.answer(new Call(statements, event, isLocked, caller, target), status, tags);
                    }
                    return answer(statements, caller, event, status, tags);
                })
                .chain(attempt -> orElsewhere(
                        attempt,
                        (current, after) ->
                                elsewhere.get().answer(caller, current.event(), current.calendar(), status)));
    }

    private Uni<EditAttempt> answer(
            Statements statements, Caller caller, EventVersion event, Attendee.Status status, EditTags tags) {
        if (!event.isVisibleTo(caller)) {
            return EditAttempt.ended(new Absent());
        }
        var attendee = event.attendee(caller.email());
        if (attendee.isEmpty() || event.isOrganizedBy(caller.zuid())) {
            return EditAttempt.ended(new Forbidden());
        }
        if (!tags.allow(event.event().editTag())) {
            return EditAttempt.ended(new Stale(event.seenBy(caller.zuid())));
        }
        if (event.calendar().isMirrored()) {
            return Uni.createFrom().item(new Elsewhere(event, event.calendar()));
        }
        return writes.answer(statements, caller, event, attendee.get(), status)
                .map(written -> EditAttempt.of(written, caller.zuid()));
    }

    private static Uni<EditAttempt> writable(
            Caller caller, EventVersion event, EditTags tags, Function<EventVersion, Uni<EditAttempt>> work) {
        if (!event.isVisibleTo(caller)) {
            return EditAttempt.ended(new Absent());
        }
        if (!event.calendar().canWrite(caller.zuid())) {
            return EditAttempt.ended(new Forbidden());
        }
        return tags.allow(event.event().editTag())
                ? work.apply(event)
                : EditAttempt.ended(new Stale(event.seenBy(caller.zuid())));
    }

    private static Uni<EventOutcome> orElsewhere(
            EditAttempt attempt, BiFunction<EventVersion, CalendarAccess, Uni<EventOutcome>> there) {
        return switch (attempt) {
            case Ended(var outcome) -> Uni.createFrom().item(outcome);
            case Elsewhere(var current, var target) -> there.apply(current, target);
            case NewElsewhere _, EditAttempt.Overtaken _, EditAttempt.Several _ ->
                throw new IllegalStateException("not an end");
        };
    }
}
