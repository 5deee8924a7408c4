package almanac.access.grant;

import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Removes codes that were not exchanged, grants without a refresh token after the end of their access tokens, and what
/// is left of removed clients.
@Singleton
class GrantSweep {
    private static final String SWEEP = "ended-grants";
    private static final int AT_ONCE = 1_000;
    private static final String CODES = "delete from oauth_code where hash = any(array(select hash from oauth_code"
            + " where expires_at < $1 order by expires_at limit " + AT_ONCE + " for update skip locked))";
    private static final String GRANTS = "delete from oauth_grant where id = any(array(select id from oauth_grant"
            + " where refresh_hash is null and not is_own and used_at < $1 order by used_at limit " + AT_ONCE
            + " for update skip locked))";

    /// A node that removes a client at this moment is left alone.
    private static final String CLIENTS =
            "select id from oauth_client where removed_at < $1 order by removed_at limit 10";

    private static final long PATIENCE_MILLIS = 300_000;

    private final Transactions transactions;
    private final Clients clients;
    private final Clock clock;

    GrantSweep(Transactions transactions, Clients clients, Clock clock) {
        this.transactions = transactions;
        this.clients = clients;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> removeEnded() {
        var now = clock.millis();
        return Sweep.orNextTime(
                SWEEP,
                removeAll(CODES, now)
                        .chain(() -> removeAll(GRANTS, now - GrantStore.LIFE.toMillis()))
                        .chain(() -> clearClients(now)));
    }

    private Uni<Integer> removeAll(String statement, long before) {
        return Sweep.steps(
                () -> transactions
                        .statements()
                        .store(statement, Tuple.of(before))
                        .map(rows -> rows.rowCount()),
                removed -> removed == AT_ONCE);
    }

    private Uni<Void> clearClients(long now) {
        return transactions
                .statements()
                .run(CLIENTS, Tuple.of(now - PATIENCE_MILLIS))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> clients.clear(row.getString(0)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }
}
