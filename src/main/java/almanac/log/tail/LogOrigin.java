package almanac.log.tail;

import almanac.log.change.LogConfig;
import almanac.storage.database.DatabaseConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/// The position at which a node begins to follow the log.
@Singleton
class LogOrigin {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DataSource database;
    private final Path data;
    private final LogConfig.AfterFailover afterFailover;

    LogOrigin(DataSource database, DatabaseConfig config, LogConfig log) {
        this.database = database;
        this.afterFailover = log.afterFailover();
        this.data = config.data();
    }

    /// A point to start from.
    ///
    /// @param log the id of the log
    /// @param settled the highest position up to which nothing is missing
    /// @param history the history of the database
    /// @param expression the SQL expression of it
    record Start(String log, long settled, LogHistory history, String expression) {
        /// Before anything was read.
        static final Start NONE = new Start("", 0, LogHistory.UNKNOWN, "''");
    }

    /// Reads the highest position, then waits until every transaction has ended that was writing to the log
    /// at that moment: one of them may own a lower position.
    Start read() throws SQLException {
        try (var connection = database.getConnection()) {
            RestoredLog.rename(connection, data);
            var expression = LogHistory.expression(connection);
            var history = LogHistory.of(text(connection, "select " + expression));
            FailedOverLog.adopt(connection, history, afterFailover);
            var top = number(
                    connection,
                    "select greatest(coalesce(max(position), 0), (select pruned from change_log)) from change");
            // Asked after the position was read: a transaction that owns a lower one is writing by now, or
            // has ended.
            var pending = new PendingWriters(top, writers(connection));
            while (!pending.isOver()) {
                LockSupport.parkNanos(POLL_NANOS);
                pending = pending.after(writers(connection));
            }
            return new Start(text(connection, "select id from change_log"), top, history, expression);
        }
    }

    private static Set<String> writers(Connection connection) throws SQLException {
        var names = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(PendingWriters.WRITERS)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(text(connection, sql));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
