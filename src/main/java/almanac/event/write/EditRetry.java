package almanac.event.write;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.TakenTime;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.Busy;
import almanac.event.model.EventOutcome.Repeated;
import almanac.event.model.EventVersion;
import almanac.event.store.EventStore;
import almanac.event.write.EditAttempt.Ended;
import almanac.event.write.EditAttempt.Overtaken;
import almanac.event.write.EditAttempt.Several;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Repeats attempts to change events until one does not conflict with a concurrent change.
///
/// An attempt reads without locks and stores with one statement, which checks that the data read is still
/// current. So no lock is held between statements, and a node that stops blocks no other. After 3 conflicts
/// the event is locked first; then only the data that it refers to can change.
@Singleton
class EditRetry {
    private static final int UNLOCKED = 3;
    private static final int MOST = 6;

    private final Transactions transactions;
    private final EventStore store;
    private final Idempotency idempotency;
    private final ExclusiveWrites exclusive;

    EditRetry(Transactions transactions, EventStore store, Idempotency idempotency, ExclusiveWrites exclusive) {
        this.transactions = transactions;
        this.store = store;
        this.idempotency = idempotency;
        this.exclusive = exclusive;
    }

    /// What changes of times in exclusive calendars run in.
    ExclusiveWrites exclusive() {
        return exclusive;
    }

    /// Creates an event. With an idempotency key: once, in one transaction with the key; without one: at each
    /// call.
    Uni<EditAttempt> once(Optional<IdempotencyKey> key, NewWork work) {
        if (key.isEmpty()) {
            return again(() -> work.on(transactions.statements(), false), MOST)
                    .chain(attempt -> attempt instanceof Several
                            ? busy(transactions.write(session -> inTransaction(session, work)))
                            : Uni.createFrom().item(attempt))
                    .map(EditRetry::ended);
        }
        return busy(idempotency.inTurn(
                key,
                () -> transactions.write(session -> idempotency.once(
                        session,
                        key.get(),
                        () -> inTransaction(session, work),
                        EditRetry::answer,
                        text -> new Ended(new Repeated(text))))));
    }

    private static Uni<EditAttempt> inTransaction(StatelessSession session, NewWork work) {
        return again(() -> work.on(Statements.in(session), true), MOST).map(EditRetry::ended);
    }

    /// Turns the failure that has rolled back a change of a taken time into its outcome.
    private static Uni<EditAttempt> busy(Uni<EditAttempt> attempt) {
        return attempt.onFailure(BusyException.class).recoverWithItem(failure -> new Ended(new Busy(failure.time)));
    }

    /// An attempt to create an event.
    interface NewWork {
        /// Makes the attempt.
        ///
        /// @param isTransaction whether the statements are those of one transaction
        Uni<EditAttempt> on(Statements statements, boolean isTransaction);
    }

    /// The time of a change is taken in an exclusive calendar. Rolls the change back.
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient TakenTime time;

        BusyException(TakenTime time) {
            super("busy", null, false, false);
            this.time = time;
        }
    }

    /// The answer to store with the key; empty if nothing was done.
    private static Optional<String> answer(EditAttempt attempt) {
        return attempt instanceof Ended(var outcome) ? outcome.repeatable() : Optional.empty();
    }

    /// An attempt on an event.
    interface Work {
        /// Makes the attempt.
        ///
        /// @param isLocked whether the statements are those of a transaction that has locked the event
        Uni<EditAttempt> on(Statements statements, EventVersion event, boolean isLocked);
    }

    /// Something that one of several changes was based on is out of date. Rolls the others back.
    static final class OvertakenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OvertakenException() {
            super("overtaken", null, false, false);
        }
    }

    /// Changes an existing event; [Absent] if there is none.
    Uni<EditAttempt> on(String id, Work work) {
        return again(() -> unlocked(id, work), UNLOCKED)
                .chain(attempt -> attempt instanceof Overtaken || attempt instanceof Several
                        ? again(() -> locked(id, work), MOST)
                        : Uni.createFrom().item(attempt))
                .map(EditRetry::ended);
    }

    private Uni<EditAttempt> unlocked(String id, Work work) {
        return attempt(transactions.statements(), id, work, false)
                .onFailure(OvertakenException.class)
                .recoverWithItem(new Overtaken());
    }

    private Uni<EditAttempt> locked(String id, Work work) {
        return busy(transactions.write(session -> {
                    var statements = Statements.in(session);
                    return store.holdTimes(statements, id)
                            .chain(() -> again(() -> attempt(statements, id, work, true), MOST));
                }))
                .onFailure(OvertakenException.class)
                .recoverWithItem(new Overtaken());
    }

    private Uni<EditAttempt> attempt(Statements statements, String id, Work work, boolean isLocked) {
        return store.load(statements, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(new Ended(new Absent()))
                        : work.on(statements, found.get(), isLocked));
    }

    private static Uni<EditAttempt> again(Supplier<Uni<EditAttempt>> work, int left) {
        return Uni.createFrom()
                .deferred(work::get)
                .chain(attempt -> attempt instanceof Overtaken && left > 1
                        ? again(work, left - 1)
                        : Uni.createFrom().item(attempt));
    }

    private static EditAttempt ended(EditAttempt attempt) {
        if (attempt instanceof Overtaken) {
            throw ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
        }
        return attempt;
    }
}
