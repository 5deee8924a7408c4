package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.calendar.CalendarKey;
import almanac.calendar.Calendars;
import almanac.database.Transactions;
import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.Forbidden;
import almanac.event.EventOutcome.NoCalendar;
import almanac.event.EventOutcome.Stale;
import almanac.idempotency.Idempotency;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
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

    Events(
            Transactions transactions,
            Calendars calendars,
            EventStore store,
            EventWrites writes,
            Idempotency idempotency) {
        this.transactions = transactions;
        this.calendars = calendars;
        this.store = store;
        this.writes = writes;
        this.idempotency = idempotency;
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
        return transactions.write(session -> idempotency.once(
                session, key, () -> create(session, caller, calendar, request).map(answer)));
    }

    private Uni<EventOutcome> create(
            StatelessSession session, Caller caller, @Nullable CalendarKey calendar, EventRequest request) {
        return inWritable(session, caller, calendar, found -> writes.create(session, caller, found, request));
    }

    /// Changes an event.
    ///
    /// @param calendar where it shall lie; null for where it lies
    Uni<EventOutcome> edit(
            Caller caller, String id, @Nullable CalendarKey calendar, EventRequest request, EditTags tags) {
        return withWritable(caller, id, tags, (session, event) -> {
            if (calendar == null) {
                return writes.edit(session, caller, event, event.calendar(), request);
            }
            return inWritable(
                    session, caller, calendar, target -> writes.edit(session, caller, event, target, request));
        });
    }

    /// Removes an event from the calendar it lies in.
    Uni<EventOutcome> delete(Caller caller, String id, CalendarKey calendar, EditTags tags) {
        return withWritable(
                caller,
                id,
                tags,
                (session, event) -> calendars
                        .reach(session, caller.zuid(), calendar)
                        .chain(found -> found.isPresent()
                                        && found.get().id() == event.calendar().id()
                                ? writes.delete(session, event, caller.zuid())
                                : Uni.createFrom().item(new Absent())));
    }

    /// Answers an invitation on behalf of the caller. Whoever is not invited, the organizer included,
    /// may not.
    public Uni<EventOutcome> answer(Caller caller, String id, Attendee.Status status) {
        return transactions.write(session -> store.load(session, id).chain(found -> {
            if (found.isEmpty() || !found.get().isVisibleTo(caller)) {
                return Uni.createFrom().item(new Absent());
            }
            var event = found.get();
            var attendee = event.attendee(caller.email());
            if (attendee.isEmpty() || event.row().organizer == caller.zuid()) {
                return Uni.createFrom().item(new Forbidden());
            }
            return writes.answer(session, caller, event, attendee.get(), status);
        }));
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
