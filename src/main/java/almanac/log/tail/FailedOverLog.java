package almanac.log.tail;

import almanac.log.change.LogConfig.AfterFailover;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/// Gives the log a new id where the database has another history than the one it was written in. The cursors of
/// clients are foreign then, and they start again from the full list.
final class FailedOverLog {
    private static final Logger LOG = Logger.getLogger(FailedOverLog.class);
    private static final String FIND = "select coalesce(origin, '') from change_log for update";
    private static final String TAKE = "update change_log set origin = ?";
    private static final String RENAME = RestoredLog.RENAME + ", origin = ?";

    private FailedOverLog() {}

    /// Compares the history with the one in which the log was written. Of several nodes that find a difference,
    /// the first one renames the log; the row lock makes the others wait.
    static void adopt(Connection connection, LogHistory history, AfterFailover rule) throws SQLException {
        if (!history.isWhole()) {
            LOG.warnf(
                    "The user of the database may not read its system identifier or its timeline, so a failover may not be"
                            + " noticed: grant it pg_control_system() and pg_walfile_name(pg_lsn); known is \"%s\"",
                    history);
        }
        connection.setAutoCommit(false);
        try {
            var before = find(connection);
            if (before.differsFrom(history) && rule == AfterFailover.RENAME) {
                store(connection, RENAME, history);
                LOG.warnf("The log has a new id: its database had the history %s, and now has %s", before, history);
            } else if (history.isWhole() || before.equals(LogHistory.UNKNOWN)) {
                store(connection, TAKE, history);
            }
            connection.commit();
        } catch (SQLException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static LogHistory find(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(FIND)) {
            row.next();
            var text = row.getString(1);
            return text.isEmpty() ? LogHistory.UNKNOWN : LogHistory.of(text);
        }
    }

    private static void store(Connection connection, String sql, LogHistory history) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, history.toString());
            statement.executeUpdate();
        }
    }
}
