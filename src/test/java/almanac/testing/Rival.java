package almanac.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/// Somebody else at the database, in one transaction: takes locks that the service wants.
public final class Rival implements AutoCloseable {
    private static final String WAITING =
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%s%%')";

    private final Connection connection;

    private Rival(Connection connection) {
        this.connection = connection;
    }

    /// Begins a transaction. It finds no deadlock itself: the service is the one that does, and so the
    /// one that gives way.
    public static Rival of(DataSource database) throws SQLException {
        return of(database.getConnection());
    }

    static Rival of(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        var rival = new Rival(connection);
        rival.run("set local deadlock_timeout = '1min'");
        return rival;
    }

    /// Runs a statement.
    public void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Waits until a statement of somebody else waits for a lock.
    ///
    /// @param begin how the statement begins
    public void awaitWaiting(String begin) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> isWaiting(begin));
    }

    private boolean isWaiting(String begin) throws SQLException {
        // Within a transaction what others do is looked up once, otherwise.
        run("select pg_stat_clear_snapshot()");
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(WAITING.formatted(begin))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// Runs a query in the transaction that answers one number.
    public long count(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Ends the transaction.
    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
