package almanac.storage.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connection pool: it caches prepared statements, and no connection waits for ever.
///
/// A machine that vanishes, or a network that drops packets, closes no connection. The work on it would never
/// end and would keep its place in the [DatabaseGuard]: 20 such connections would stop the service until a
/// restart.
@Singleton
public class BoundedPool implements PgPoolCreator {
    /// The longest statement that is kept prepared, in characters. The driver's default excludes the list of
    /// events, which would then be parsed and planned for each request.
    private static final int LONGEST_PREPARED = 8192;

    private static final int MOST_WAITING = 1_000;
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final PoolConfig config;
    private final DatabaseConfig database;
    private final Provider<io.vertx.mutiny.sqlclient.Pool> first;
    private volatile @Nullable Input input;

    BoundedPool(PoolConfig config, DatabaseConfig database, Provider<io.vertx.mutiny.sqlclient.Pool> first) {
        this.config = config;
        this.database = database;
        this.first = first;
    }

    /// Opens another pool to the same database, for short statements that do not pass the [DatabaseGuard].
    ///
    /// @param connections the largest number of connections; 1,000 statements wait for one
    /// @param limit the time after which the database cancels a statement; a connection is closed 5 s later,
    ///     if nothing has come by then
    public Pool open(int connections, Duration limit) {
        var made = input();
        var databases = made.pgConnectOptionsList().stream()
                .map(database -> limited(new PgConnectOptions(database), limit))
                .toList();
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(MOST_WAITING))
                .connectingTo(List.<SqlConnectOptions>copyOf(databases))
                .using(made.vertx())
                .build();
    }

    /// How to connect past a pooler in between, to `almanac.database.direct-url` where it is set, with the
    /// credentials and the TLS settings of the pool.
    public PgConnectOptions direct() {
        var options = new PgConnectOptions(input().pgConnectOptionsList().getFirst());
        database.directUrl()
                .map(PgConnectOptions::fromUri)
                .ifPresent(direct -> options.setHost(direct.getHost())
                        .setPort(direct.getPort())
                        .setDatabase(direct.getDatabase()));
        return options;
    }

    /// How the first pool connects. It is made when it is used first.
    private Input input() {
        var _ = first.get().size();
        return Objects.requireNonNull(input);
    }

    private static PgConnectOptions limited(PgConnectOptions database, Duration limit) {
        var properties = new HashMap<>(database.getProperties());
        properties.put("statement_timeout", Long.toString(limit.toMillis()));
        database.setReadIdleTimeout(Math.toIntExact(limit.plus(SPARE).toMillis()));
        return database.setProperties(properties);
    }

    @Override
    public Pool create(Input input) {
        this.input = input;
        var databases = input.pgConnectOptionsList();
        for (var database : databases) {
            database.setConnectTimeout(Math.clamp(config.connectTimeout().toMillis(), 1, Integer.MAX_VALUE));
            database.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            database.setPreparedStatementCacheSqlLimit(LONGEST_PREPARED);
            database.setReadIdleTimeout(Math.clamp(config.silence().toMillis(), 1, Integer.MAX_VALUE));
        }
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(databases))
                .using(input.vertx())
                .build();
    }
}
