package almanac.access.ledger;

import almanac.storage.postgres.EmbeddedPostgres;
import almanac.testing.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL with the tables of the quota and a Redis, for stores without the service around them.
final class Engines implements AutoCloseable {
    private static final Path SCHEMA = Path.of("src", "main", "resources", "db", "migration", "V10__quota.sql");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final EmbeddedPostgres postgres;
    private final RedisServer redis;

    private Engines(EmbeddedPostgres postgres, RedisServer redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    static Engines start() {
        try {
            var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "ledger-");
            var engines = new Engines(EmbeddedPostgres.start(data), RedisServer.start());
            engines.run(Files.readString(SCHEMA));
            // What Mutiny makes at its first use must not be made by two threads at once.
            engines.both().forEach(store -> store.probe().await().atMost(PATIENCE));
            return engines;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Connection connect() throws SQLException {
        var settings = postgres.settings();
        return DriverManager.getConnection(
                "jdbc:" + settings.get("almanac.database.url"),
                settings.get("almanac.database.user"),
                settings.get("almanac.database.password"));
    }

    /// A connection whose transaction stays open after a statement, until it is closed.
    Connection holding(String sql) throws SQLException {
        var connection = connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /// The number that a query answers.
    long count(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Runs statements in the database.
    void run(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    RedisServer redis() {
        return redis;
    }

    Vertx vertx() {
        return vertx;
    }

    /// A store of each kind, by the clock of its server.
    Stream<SharedStore> both() {
        return Stream.of(database(() -> null), redis(() -> null));
    }

    /// A store in the database, with connections of its own.
    ///
    /// @param time the time of its decisions; null for that of the server
    DatabaseStore database(Supplier<@Nullable Long> time) {
        return new DatabaseStore(this::pool, time);
    }

    private Pool pool() {
        var settings = postgres.settings();
        var options = PgConnectOptions.fromUri(settings.get("almanac.database.url"))
                .setUser(settings.get("almanac.database.user"))
                .setPassword(settings.get("almanac.database.password"))
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(8192);
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    /// A store in Redis, with connections of its own.
    RedisStore redis(Supplier<@Nullable Long> time) {
        return new RedisStore(client(redis.url()), time);
    }

    /// The same at an address.
    RedisStore redisAt(String url) {
        return new RedisStore(client(url), () -> null);
    }

    /// A client of Redis that signs in as a user.
    Redis redisAs(String user, String password) {
        return client(redis.url().replace("//", "//" + user + ":" + password + "@"));
    }

    private Redis client(String url) {
        var options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(16)
                .setMaxPoolWaiting(1_000)
                .setPoolCleanerInterval(-1);
        return Redis.createClient(vertx, options);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
        postgres.close();
    }
}
