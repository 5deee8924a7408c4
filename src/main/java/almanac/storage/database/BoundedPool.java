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

    private final PoolConfig config;
    private final DatabaseAddress address;

    BoundedPool(PoolConfig config, DatabaseAddress address) {
        this.config = config;
        this.address = address;
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
        address.take(databases.getFirst());
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(databases))
                .using(input.vertx())
                .build();
    }
}
