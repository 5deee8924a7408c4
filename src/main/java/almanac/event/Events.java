package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.calendar.CalendarKey;
import almanac.calendar.Calendars;
import almanac.change.Change.Reason;
import almanac.database.Transactions;
import almanac.event.EventMirror.Cause;
import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.Forbidden;
import almanac.event.EventOutcome.NoCalendar;
import almanac.event.EventOutcome.Stale;
import almanac.idempotency.Idempotency;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import almanac.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// What an account does with events: who may, and under which condition. How they change is
/// [EventWrites]'s.
@Singleton
public class Events {
    private final Transactions transactions;
    private final Calendars calendars;
    private final EventStore store;
    private final EventWrites writes;
    private final Idempotency idempotency;
    private final Instance<EventsElsewhere> elsewhere;

    Events(
            Transactions transactions,
            Calendars calendars,
            EventStore store,
            EventWrites writes,
            Idempotency idempotency,
            Instance<EventsElsewhere> elsewhere) {
        this.transactions = transactions;
        this.calendars = calendars;
        this.store = store;
        this.writes = writes;
        this.idempotency = idempotency;
        this.elsewhere = elsewhere;
    }

    /// Makes an event.
    ///
    /// @param calendar where; null for the caller's default calendar
    /// @param answer the JSON for an outcome, remembered with the key; it throws for a refusal, which
    ///     undoes everything
    public Uni<String> create(
            Caller caller,
            @Nullable CalendarKey calendar,
            EventRequest request,
            Optional<IdempotencyKey> key,
            Function<EventOutcome, String> answer) {
        return transactions
                .write(session -> idempotency.once(
                        session,
                        key,
                        () -> create(session, caller, calendar, request).map(answer)))
                .onFailure(LivesElsewhere.class)
                .recoverWithUni(event -> elsewhere.get().create(caller, event.target(), request, key, answer));
    }

    private Uni<EventOutcome> create(
            StatelessSession session, Caller caller, @Nullable CalendarKey calendar, EventRequest request) {
        return inWritable(
                session,
                caller,
                calendar,
                found -> found.isMirrored()
                        ? Uni.createFrom().failure(new LivesElsewhere(null, found, found))
                        : writes.create(session, caller, found, request));
    }

    /// Changes an event.
    ///
    /// @param calendar where it shall lie; null for where it lies
    Uni<EventOutcome> edit(
            Caller caller, String id, @Nullable CalendarKey calendar, EventRequest request, EditTags tags) {
        return orElsewhere(
                withWritable(caller, id, tags, (session, event) -> {
                    if (calendar == null) {
                        return edit(session, caller, event, event.calendar(), request);
                    }
                    return inWritable(
                            session, caller, calendar, target -> edit(session, caller, event, target, request));
                }),
                event -> elsewhere
                        .get()
                        .edit(caller, event.current(), event.calendar(), event.target(), request, tags.areGiven()));
    }

    private Uni<EventOutcome> edit(
            StatelessSession session, Caller caller, EventState event, CalendarAccess target, EventRequest request) {
        if (!Objects.equals(event.calendar().upstream(), target.upstream())) {
            throw ProblemException.field("calendar_id", "is a calendar of another service: events do not move across");
        }
        if (target.isMirrored()) {
            throw new LivesElsewhere(event.seenBy(caller.zuid()), event.calendar(), target);
        }
        return writes.edit(session, caller, event, target, request);
    }

    /// Removes an event from the calendar it lies in.
    Uni<EventOutcome> delete(Caller caller, String id, CalendarKey calendar, EditTags tags) {
        return orElsewhere(
                withWritable(
                        caller,
                        id,
                        tags,
                        (session, event) -> calendars
                                .reach(session, caller.zuid(), calendar)
                                .chain(found -> found.isPresent()
                                                && found.get().id()
                                                        == event.calendar().id()
                                        ? delete(session, event, caller)
                                        : Uni.createFrom().item(new Absent()))),
                event -> elsewhere.get().delete(caller, event.current(), event.calendar()));
    }

    private Uni<EventOutcome> delete(StatelessSession session, EventState event, Caller caller) {
        if (event.calendar().isMirrored()) {
            throw new LivesElsewhere(event.seenBy(caller.zuid()), event.calendar(), event.calendar());
        }
        return writes.delete(session, event, new Cause(Reason.DELETED, caller.zuid()));
    }

    /// Answers an invitation on behalf of the caller. Whoever is not invited, the organizer included,
    /// may not.
    public Uni<EventOutcome> answer(Caller caller, String id, Attendee.Status status) {
        return orElsewhere(
                transactions.write(session -> store.load(session, id).chain(found -> {
                    if (found.isEmpty() || !found.get().isVisibleTo(caller)) {
                        return Uni.createFrom().item(new Absent());
                    }
                    var event = found.get();
                    var attendee = event.attendee(caller.email());
                    if (attendee.isEmpty() || event.row().isOrganizedBy(caller.zuid())) {
                        return Uni.createFrom().item(new Forbidden());
                    }
                    if (event.calendar().isMirrored()) {
                        throw new LivesElsewhere(event.seenBy(caller.zuid()), event.calendar(), event.calendar());
                    }
                    return writes.answer(session, caller, event, attendee.get(), status);
                })),
                event -> elsewhere.get().answer(caller, event.current(), event.calendar(), status));
    }

    private static Uni<EventOutcome> orElsewhere(
            Uni<EventOutcome> here, Function<LivesElsewhere, Uni<EventOutcome>> there) {
        return here.onFailure(LivesElsewhere.class).recoverWithUni(there::apply);
    }

    private Uni<EventOutcome> withWritable(
            Caller caller, String id, EditTags tags, BiFunction<StatelessSession, EventState, Uni<EventOutcome>> work) {
        return transactions.write(session -> store.load(session, id).chain(found -> {
            if (found.isEmpty() || !found.get().isVisibleTo(caller)) {
                return Uni.createFrom().item(new Absent());
            }
            var event = found.get();
            if (!event.calendar().canWrite(caller.zuid())) {
                return Uni.createFrom().item(new Forbidden());
            }
            if (!tags.allow(event.row().editTag)) {
                return Uni.createFrom().item(new Stale(event.seenBy(caller.zuid())));
            }
            return work.apply(session, event);
        }));
    }

    private Uni<EventOutcome> inWritable(
            StatelessSession session,
            Caller caller,
            @Nullable CalendarKey calendar,
            Function<CalendarAccess, Uni<EventOutcome>> work) {
        return calendars.reach(session, caller.zuid(), calendar).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new NoCalendar());
            }
            return found.get().canWrite(caller.zuid())
                    ? work.apply(found.get())
                    : Uni.createFrom().item(new Forbidden());
        });
    }
}
