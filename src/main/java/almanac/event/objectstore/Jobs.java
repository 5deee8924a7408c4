package almanac.event.objectstore;

import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Background work that one node at a time does, and how far it is done: a row for each job, held by a lease.
@Singleton
class Jobs {
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final String TAKE = "insert into job (name, leased_until) values ($1, $3)"
            + " on conflict (name) do update set leased_until = excluded.leased_until where job.leased_until <= $2"
            + " returning done_to";
    private static final String RENEW =
            "update job set leased_until = $3, done_to = $4 where name = $1 and leased_until = $2 returning done_to";

    private final Transactions transactions;
    private final Clock clock;

    Jobs(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /// A job that this node has until a moment.
    ///
    /// @param name the job
    /// @param until epoch ms; also tells this lease from later ones
    /// @param doneTo how far the job is done; null if it was never begun
    record Lease(String name, long until, @Nullable String doneTo) {}

    /// Takes a job; empty if another node has it.
    Uni<Optional<Lease>> take(String name) {
        var now = clock.millis();
        var until = now + LEASE.toMillis();
        return transactions
                .statements()
                .store(TAKE, Tuple.of(name, now, until))
                .map(rows -> first(rows).map(row -> new Lease(name, until, row.getString(0))));
    }

    /// Stores how far the job is done, and keeps it for longer; empty if another node has it meanwhile.
    Uni<Optional<Lease>> renew(Lease lease, @Nullable String doneTo) {
        return change(lease, Math.max(lease.until + 1, clock.millis() + LEASE.toMillis()), doneTo);
    }

    /// Gives a job back, so that every node can take it at once.
    Uni<Void> release(Lease lease) {
        return change(lease, 0, lease.doneTo).replaceWithVoid();
    }

    private Uni<Optional<Lease>> change(Lease lease, long until, @Nullable String doneTo) {
        return transactions
                .statements()
                .store(
                        RENEW,
                        Tuple.tuple()
                                .addString(lease.name)
                                .addLong(lease.until)
                                .addLong(until)
                                .addString(doneTo))
                .map(rows -> first(rows).map(row -> new Lease(lease.name, until, doneTo)));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }
}
