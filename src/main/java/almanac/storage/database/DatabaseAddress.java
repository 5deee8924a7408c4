package almanac.storage.database;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the database is reached for a connection outside the pool, with the credentials and the TLS settings of
/// the pool.
@Singleton
public class DatabaseAddress {
    private final DatabaseConfig config;
    private final Provider<Pool> pool;
    private volatile @Nullable PgConnectOptions pooled;

    DatabaseAddress(DatabaseConfig config, Provider<Pool> pool) {
        this.config = config;
        this.pool = pool;
    }

    /// Notes how the pool connects.
    void take(PgConnectOptions options) {
        pooled = options;
    }

    /// A connection past any pooler in between: to `almanac.database.direct-url` where it is set.
    public PgConnectOptions direct() {
        // The pool is made when it is used first.
        var _ = pool.get().size();
        var options = new PgConnectOptions(Objects.requireNonNull(pooled, "the pool exists before it is asked for"));
        config.directUrl()
                .map(PgConnectOptions::fromUri)
                .ifPresent(direct -> options.setHost(direct.getHost())
                        .setPort(direct.getPort())
                        .setDatabase(direct.getDatabase()));
        return options;
    }
}
