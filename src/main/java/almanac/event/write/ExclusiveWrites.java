package almanac.event.write;

import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventVersion;
import almanac.event.request.EventRequest;
import almanac.event.store.ExclusiveTimes;
import almanac.event.write.EditAttempt.Ended;
import almanac.event.write.EditAttempt.Several;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Changes of events in exclusive calendars: in one transaction, which locks the times of the calendar, stores, and
/// is rolled back if a time is taken twice then. Others run as they are.
@Singleton
class ExclusiveWrites {
    private final ExclusiveTimes times;
    private final EventWrites writes;

    ExclusiveWrites(ExclusiveTimes times, EventWrites writes) {
        this.times = times;
        this.writes = writes;
    }

    /// Creates an event in a calendar.
    ///
    /// @param isTransaction whether the statements are those of one transaction
    Uni<EditAttempt> create(
            Statements statements,
            boolean isTransaction,
            Caller caller,
            CalendarAccess calendar,
            EventRequest request) {
        return run(
                statements,
                isTransaction,
                calendar,
                () -> writes.create(statements, caller, calendar, request)
                        .map(written -> EditAttempt.of(written, caller.zuid())));
    }

    /// Changes an event that does not repeat, and moves it if the calendar differs.
    ///
    /// @param isTransaction whether the statements are those of one transaction
    Uni<EditAttempt> edit(
            Statements statements,
            boolean isTransaction,
            Caller caller,
            EventVersion before,
            CalendarAccess target,
            EventRequest request) {
        return run(
                statements,
                isTransaction,
                target,
                () -> writes.edit(statements, caller, before, target, request)
                        .map(written -> EditAttempt.of(written, caller.zuid())));
    }

    /// Runs a change.
    ///
    /// @param isTransaction whether the statements are those of one transaction
    /// @param calendar the calendar after the change
    /// @param change ends with the event as it is then, unless it was removed
    /// @return fails with a [EditRetry.BusyException] if a time is taken
    Uni<EditAttempt> run(
            Statements statements, boolean isTransaction, CalendarAccess calendar, Supplier<Uni<EditAttempt>> change) {
        return calendar.isExclusive()
                ? reduce(statements, isTransaction, calendar, change)
                        .call(attempt -> attempt instanceof Ended(Done(var event))
                                ? compare(statements, calendar, event.event().id())
                                : Uni.createFrom().voidItem())
                : change.get();
    }

    /// Runs a change that takes no time: nothing is compared.
    Uni<EditAttempt> reduce(
            Statements statements, boolean isTransaction, CalendarAccess calendar, Supplier<Uni<EditAttempt>> change) {
        if (!calendar.isExclusive()) {
            return change.get();
        }
        return isTransaction
                ? hold(statements, calendar).chain(_ -> change.get())
                : Uni.createFrom().item(new Several());
    }

    /// Locks the times of an exclusive calendar, before its events are locked.
    Uni<Void> hold(Statements statements, CalendarAccess calendar) {
        return calendar.isExclusive()
                ? times.hold(statements, calendar.id())
                : Uni.createFrom().voidItem();
    }

    /// Compares the times of a stored event, if its calendar is exclusive.
    ///
    /// @return fails with a [EditRetry.BusyException] if one is taken
    Uni<Void> compare(Statements statements, CalendarAccess calendar, String id) {
        return calendar.isExclusive()
                ? times.taken(statements, calendar.id(), id)
                        .invoke(taken -> taken.ifPresent(time -> {
                            throw new EditRetry.BusyException(time);
                        }))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
