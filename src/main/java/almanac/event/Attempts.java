package almanac.event;

import almanac.database.Statements;
import almanac.database.Transactions;
import almanac.event.Attempt.Ended;
import almanac.event.Attempt.Overtaken;
import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.Repeated;
import almanac.idempotency.Idempotency;
import almanac.idempotency.IdempotencyKey;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Repeats attempts to change events until one is not overtaken.
///
/// An attempt reads without a lock and stores by one statement, which finds out whether all is still as it
/// was read. So no lock outlives a statement, and a node that stops in the middle holds nobody up. Where
/// others are faster several times, the event is locked first, and only what it names can still change.
@Singleton
class Attempts {
    private static final int UNLOCKED = 3;
    private static final int MOST = 6;

    private final Transactions transactions;
    private final EventStore store;
    private final Idempotency idempotency;

    Attempts(Transactions transactions, EventStore store, Idempotency idempotency) {
        this.transactions = transactions;
        this.store = store;
        this.idempotency = idempotency;
    }

    /// Makes something new: once under a key, in one transaction with it, and as often as it is asked for
    /// without one.
    Uni<Attempt> once(Optional<IdempotencyKey> key, Function<Statements, Uni<Attempt>> work) {
        if (key.isEmpty()) {
            return again(() -> work.apply(transactions.statements()), MOST).map(Attempts::ended);
        }
        return transactions.write(session -> idempotency.once(
                session,
                key.get(),
                () -> again(() -> work.apply(Statements.in(session)), MOST).map(Attempts::ended),
                Attempts::answer,
                text -> new Ended(new Repeated(text))));
    }

    /// The answer to be remembered; empty for what was not done.
    private static Optional<String> answer(Attempt attempt) {
        return attempt instanceof Ended(var outcome) ? EventAnswers.remembered(outcome) : Optional.empty();
    }

    /// Changes an event that is there; an event that is not is [Absent].
    Uni<Attempt> on(String id, BiFunction<Statements, EventVersion, Uni<Attempt>> work) {
        return again(() -> attempt(transactions.statements(), id, work), UNLOCKED)
                .chain(attempt -> attempt instanceof Overtaken
                        ? transactions.write(session -> {
                            var statements = Statements.in(session);
                            return store.hold(statements, List.of(id))
                                    .chain(() -> again(() -> attempt(statements, id, work), MOST));
                        })
                        : Uni.createFrom().item(attempt))
                .map(Attempts::ended);
    }

    private Uni<Attempt> attempt(
            Statements statements, String id, BiFunction<Statements, EventVersion, Uni<Attempt>> work) {
        return store.load(statements, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(new Ended(new Absent()))
                        : work.apply(statements, found.get()));
    }

    private static Uni<Attempt> again(Supplier<Uni<Attempt>> work, int left) {
        return Uni.createFrom()
                .deferred(work::get)
                .chain(attempt -> attempt instanceof Overtaken && left > 1
                        ? again(work, left - 1)
                        : Uni.createFrom().item(attempt));
    }

    private static Attempt ended(Attempt attempt) {
        if (attempt instanceof Overtaken) {
            throw ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
        }
        return attempt;
    }
}
