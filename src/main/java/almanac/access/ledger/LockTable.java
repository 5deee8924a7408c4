package almanac.access.ledger;

import almanac.storage.database.DatabaseConfig;
import almanac.storage.database.Migration;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// The table of running locks. A lock is stored when it begins, and all are read before the first request, so
/// that a restart ends no lock.
@Singleton
class LockTable {
    private static final Logger LOG = Logger.getLogger(LockTable.class);
    private static final String SWEEP = "quota";

    /// The longest time that an answer waits for its lock to be stored.
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final String KEEP = """
            insert into quota_lock as l (zuid, call, locked_until, lasts) values ($1, $2, %s + $3, $3)
            on conflict (zuid, call) do update
            set locked_until = greatest(l.locked_until, excluded.locked_until), lasts = excluded.lasts
            """.formatted(Statements.NOW);

    private static final String READ = """
            select zuid, call, least(locked_until - now, lasts) as millis
            from quota_lock cross join (select %s as now) as clock where locked_until > now
            """.formatted(Statements.NOW);

    private static final String REMOVE_LOCKS = "delete from quota_lock where locked_until <= " + Statements.NOW;
    private static final String REMOVE_LEDGERS = "delete from quota_ledger where expires <= " + Statements.NOW;
    private static final String REMOVE_STREAMS = "delete from open_stream where expires <= " + Statements.NOW;

    private final DataSource database;
    private final Statements statements;
    private final KnownLocks known;
    private final Migration migration;

    LockTable(DataSource database, Transactions transactions, KnownLocks known, DatabaseConfig config) {
        this.database = database;
        this.statements = transactions.statements();
        this.known = known;
        this.migration = config.migrate();
    }

    /// The service answers no request before this has ended.
    void start(@Observes StartupEvent event) throws SQLException {
        if (migration != Migration.ONLY) {
            read();
        }
    }

    /// Reads the running locks.
    void read() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(READ)) {
            while (rows.next()) {
                known.restore(new QuotaKey(rows.getLong("zuid"), rows.getString("call")), rows.getLong("millis"));
            }
        }
    }

    /// Stores a lock.
    ///
    /// @param millis ms until it ends
    /// @return whether it is stored; false after 250 ms, and after a failure
    Uni<Boolean> keep(QuotaKey key, long millis) {
        return statements
                .store(KEEP, Tuple.of(key.zuid(), key.call(), millis))
                .replaceWith(true)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .invoke(failure -> LOG.debug("A lock is not stored", failure))
                .onFailure()
                .recoverWithItem(false);
    }

    /// Removes what has ended.
    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> sweep() {
        known.sweep();
        return Sweep.orNextTime(
                SWEEP,
                statements
                        .store(REMOVE_LOCKS, Tuple.tuple())
                        .chain(() -> statements.store(REMOVE_LEDGERS, Tuple.tuple()))
                        .chain(() -> statements.store(REMOVE_STREAMS, Tuple.tuple()))
                        .replaceWithVoid());
    }
}
