package almanac.access.idempotency;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.log.append.WriteCursor;
import almanac.log.change.Cursor;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Carries out a request once, and repeats its answer for 24 hours.
///
/// The key is stored in the transaction of the request. A second request with the same key waits until the
/// first has committed, and gets its answer; if the first was rolled back, the second is carried out. On the
/// same node it waits in [KeyTurns], otherwise in the database, for up to 8 s. So after a crash there is
/// neither a key without its write nor a write without its key.
@Singleton
public class Idempotency {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final String SWEEP = "idempotency-keys";

    private final Transactions transactions;
    private final KeyTurns turns;
    private final KeyRoom room;
    private final Clock clock;

    Idempotency(Transactions transactions, KeyTurns turns, KeyRoom room, Clock clock) {
        this.transactions = transactions;
        this.turns = turns;
        this.room = room;
        this.clock = clock;
    }

    /// Runs work, including its transaction, when all earlier requests with the same key on this node have
    /// ended. So a repeated request waits without a transaction.
    public <T> Uni<T> inTurn(Optional<IdempotencyKey> key, Supplier<Uni<T>> work) {
        return key.isEmpty() ? Uni.createFrom().deferred(work::get) : turns.inTurn(key.get(), work);
    }

    /// Runs the work in its turn and in a transaction of its own, unless the key was used.
    ///
    /// @param work as for [#once(StatelessSession, Optional, Supplier)]
    public Uni<String> once(Optional<IdempotencyKey> key, Function<StatelessSession, Uni<String>> work) {
        return inTurn(key, () -> transactions.write(session -> once(session, key, () -> work.apply(session))));
    }

    /// Runs the work, unless the key was used.
    ///
    /// @param work its result is the JSON of the answer. If it fails, the transaction is rolled back and the
    ///     key with it: refusals are not stored
    /// @return the JSON of this request, or of the first one
    /// @throws ProblemException 409 where the key was used for another request
    public Uni<String> once(StatelessSession session, Optional<IdempotencyKey> key, Supplier<Uni<String>> work) {
        return key.isEmpty() ? work.get() : once(session, key.get(), work, Optional::of, text -> text);
    }

    /// Runs work with outcomes, unless the key was used. An outcome without an answer releases the key.
    ///
    /// @param answer the JSON to store for an outcome; empty for none
    /// @param repeated the outcome of a stored answer
    public <T> Uni<T> once(
            StatelessSession session,
            IdempotencyKey key,
            Supplier<Uni<T>> work,
            Function<T, Optional<String>> answer,
            Function<String, T> repeated) {
        return onceOr(session, key, work, answer, text -> Uni.createFrom().item(repeated.apply(text)));
    }

    /// Runs work with outcomes; for a key that was used, runs other work with the stored answer.
    ///
    /// @param again the work for a stored answer; no other request can use the key until the transaction ends
    public <T> Uni<T> onceOr(
            StatelessSession session,
            IdempotencyKey key,
            Supplier<Uni<T>> work,
            Function<T, Optional<String>> answer,
            Function<String, Uni<T>> again) {
        return claim(session, key)
                .chain(claimed -> claimed
                        ? work.get()
                                .call(outcome -> answer.apply(outcome)
                                        .map(text -> remember(session, key, text))
                                        .orElseGet(() -> giveBack(session, key)))
                        : remembered(session, key).chain(again::apply));
    }

    private Uni<Integer> giveBack(StatelessSession session, IdempotencyKey key) {
        return session.createMutationQuery("delete from IdempotencyKey where zuid = ?1 and call = ?2 and key = ?3")
                .setParameter(1, key.zuid())
                .setParameter(2, key.call())
                .setParameter(3, key.text())
                .executeUpdate();
    }

    private Uni<Boolean> claim(StatelessSession session, IdempotencyKey key) {
        return session.createNativeQuery("select idempotency_claim(?1, ?2, ?3, ?4, ?5, ?6)", Boolean.class)
                .setParameter(1, key.zuid())
                .setParameter(2, key.call())
                .setParameter(3, key.text())
                .setParameter(4, key.fingerprint())
                .setParameter(5, clock.millis())
                .setParameter(6, expiry())
                .getSingleResult()
                .call(claimed -> claimed
                        ? room.check(session, key.zuid())
                        : Uni.createFrom().voidItem());
    }

    private Uni<String> remembered(StatelessSession session, IdempotencyKey key) {
        return session.createSelectionQuery(
                        "from IdempotencyKey where zuid = ?1 and call = ?2 and key = ?3", IdempotencyKeyRow.class)
                .setParameter(1, key.zuid())
                .setParameter(2, key.call())
                .setParameter(3, key.text())
                .getSingleResult()
                .map(row -> repeated(key, row.fingerprint, row.answer, row.cursor));
    }

    /// The stored answer of a key; empty if its request was not carried out.
    ///
    /// @throws ProblemException 409 where the key was used for another request
    public Uni<Optional<String>> answer(IdempotencyKey key) {
        return transactions
                .query(
                        "select fingerprint, answer, cursor from idempotency_key"
                                + " where zuid = $1 and call = $2 and key = $3 and created_at >= $4",
                        Tuple.of(key.zuid(), key.call(), key.text(), expiry()))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(repeated(key, row.getString(0), row.getString(1), row.getString(2)));
                    }
                    return Optional.empty();
                });
    }

    private static String repeated(IdempotencyKey key, String fingerprint, String answer, @Nullable String cursor) {
        if (!fingerprint.equals(key.fingerprint())) {
            throw ProblemException.of(
                    Problem.CONFLICT,
                    "idempotency_key_reused",
                    List.of(new FieldError("Idempotency-Key", "was used for another request")));
        }
        WriteCursor.repeat(cursor);
        return answer;
    }

    /// Stores the answer of a key, in the place of an earlier one.
    public Uni<Integer> remember(StatelessSession session, IdempotencyKey key, String answer) {
        return session.createMutationQuery(
                        "update IdempotencyKey set answer = ?4, cursor = ?5 where zuid = ?1 and call = ?2 and key = ?3")
                .setParameter(1, key.zuid())
                .setParameter(2, key.call())
                .setParameter(3, key.text())
                .setParameter(4, answer)
                .setParameter(5, WriteCursor.noted().map(Cursor::toString).orElse(null))
                .executeUpdate();
    }

    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> forgetOld() {
        var removal = transactions.writeLong(
                session -> session.createMutationQuery("delete from IdempotencyKey where createdAt < :expiry")
                        .setParameter("expiry", expiry())
                        .executeUpdate());
        return Sweep.orNextTime(SWEEP, removal.replaceWithVoid());
    }

    private long expiry() {
        return clock.millis() - KEPT.toMillis();
    }
}
