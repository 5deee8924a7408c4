package almanac.mirror.writethrough;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Repeated;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jboss.logging.Logger;

/// Requests with a key that are sent to the remote service: a row in the database says who may send one, and
/// whether it was sent before and may have been done.
///
/// A row is made before anything is sent. It goes with the answer that is remembered for the key, and where
/// it is certain that nothing was done; while neither is so it stays, and a repeated request looks before it
/// sends.
@Singleton
class Intents {
    private static final Logger LOG = Logger.getLogger(Intents.class);

    /// Longer than a request may take with its token refreshed, refused and refreshed once more. So long a
    /// node that died keeps others from a key.
    private static final Duration LEASE = Duration.ofMinutes(4);

    private static final Duration KEPT = Duration.ofHours(24);
    private static final String SWEEP = "upstream-intents";

    /// A lease that ends later than any can was given before the clock went back.
    private static final String CLAIM = "insert into upstream_intent as i (zuid, key, sent_at, sent, leased_until,"
            + " holder) values ($1, $2, $3, false, $4, $5) on conflict (zuid, key) do update"
            + " set leased_until = $4, holder = $5"
            + " where i.leased_until <= $3 or i.leased_until > $4 returning sent, sent_at";
    private static final String SEND = "update upstream_intent set sent = true, leased_until = $4,"
            + " sent_at = case when sent then sent_at else $5 end where zuid = $1 and key = $2 and holder = $3";
    private static final String UNDONE = "delete from upstream_intent where zuid = $1 and key = $2 and holder = $3";
    private static final String RELEASE = "with unsent as (" + UNDONE + " and not sent) update upstream_intent"
            + " set leased_until = 0 where zuid = $1 and key = $2 and holder = $3 and sent";

    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Clock clock;

    Intents(Transactions transactions, Idempotency idempotency, Clock clock) {
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /// Does work as the one that holds a key; where it was done meanwhile, repeats its answer.
    ///
    /// @throws ProblemException 409 `idempotency_key_in_use` while another request holds it
    Uni<EventOutcome> holding(IdempotencyKey key, Function<Intent, Uni<EventOutcome>> work) {
        return claim(key)
                .chain(intent -> idempotency
                        .answer(key)
                        // The one that held it before may have ended between the first look at the key and the claim.
                        .chain(answer -> answer.isPresent()
                                ? Uni.createFrom().<EventOutcome>item(new Repeated(answer.get()))
                                : work.apply(intent))
                        .eventually(() -> release(intent)));
    }

    private Uni<Intent> claim(IdempotencyKey key) {
        var now = clock.millis();
        var holder = UUID.randomUUID();
        return transactions
                .query(CLAIM, Tuple.of(key.zuid(), key.text(), now, now + LEASE.toMillis(), holder))
                .map(rows -> {
                    for (var row : rows) {
                        var sentAt = row.getBoolean(0) ? Optional.of(row.getLong(1)) : Optional.<Long>empty();
                        return new Intent(key, holder, sentAt);
                    }
                    throw inUse();
                });
    }

    /// Notes that it is sent now, which takes as long as a lease at most.
    ///
    /// @throws ProblemException 409 `idempotency_key_in_use` where the lease has ended, and another request
    ///     holds the key
    Uni<Void> send(Intent intent) {
        var now = clock.millis();
        var key = intent.key();
        return transactions
                .query(SEND, Tuple.of(key.zuid(), key.text(), intent.holder(), now + LEASE.toMillis(), now))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw inUse();
                    }
                })
                .replaceWithVoid();
    }

    /// Forgets it, since nothing was done.
    Uni<Void> undone(Intent intent) {
        return transactions.query(UNDONE, parameters(intent)).replaceWithVoid();
    }

    /// Writes down what was made, once, with the answer that is remembered for the key.
    Uni<EventOutcome> record(
            Intent intent, StatelessSession session, Function<StatelessSession, Uni<EventOutcome>> work) {
        var key = intent.key();
        return idempotency
                .once(session, key, () -> work.apply(session), EventOutcome::repeatable, Repeated::new)
                .call(() -> session.createNativeQuery("delete from upstream_intent where zuid = ?1 and key = ?2")
                        .setParameter(1, key.zuid())
                        .setParameter(2, key.text())
                        .executeUpdate());
    }

    /// Lets others have it: at once where nothing was sent, and to look for it where something was.
    private Uni<Void> release(Intent intent) {
        return transactions
                .query(RELEASE, parameters(intent))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debug("A key is held until its lease ends", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static Tuple parameters(Intent intent) {
        return Tuple.of(intent.key().zuid(), intent.key().text(), intent.holder());
    }

    /// A key is good for a day.
    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> forgetOld() {
        return Sweep.orNextTime(
                SWEEP,
                transactions
                        .query(
                                "delete from upstream_intent where sent_at < $1",
                                Tuple.of(clock.millis() - KEPT.toMillis()))
                        .replaceWithVoid());
    }

    private static ProblemException inUse() {
        return ProblemException.passing(Problem.CONFLICT, "idempotency_key_in_use", 1);
    }
}
