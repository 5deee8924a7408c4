package almanac.log.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The history that a database has: the identifier of its cluster, the database, and the timeline.
///
/// It changes when a standby is promoted, and when a dump is restored. PostgreSQL writes a sequence to the WAL
/// 32 values ahead. So a standby that is promoted without the newest of these records gives the same positions
/// of the log out a second time, and one that has it skips some.
///
/// @param parts the identifier, the database and the timeline; empty where the database does not tell it
record LogHistory(List<String> parts) {
    private static final String SEPARATOR = ":";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String IDENTIFIER = "(select system_identifier::text from pg_control_system())";
    private static final String DATABASE = "(select oid::text from pg_database where datname = current_database())";
    private static final String TIMELINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";

    /// A history of which nothing is known.
    static final LogHistory UNKNOWN = new LogHistory(List.of("", "", ""));

    /// Parses the text of a history.
    static LogHistory of(String text) {
        return new LogHistory(List.of(text.split(SEPARATOR, -1)));
    }

    /// The SQL expression of the text of the history. What the user of the connection may not read is left
    /// out.
    static String expression(Connection connection) throws SQLException {
        var parts = Stream.<String>builder();
        for (var part : List.of(IDENTIFIER, DATABASE, TIMELINE)) {
            parts.add(mayRead(connection, part) ? part : "''");
        }
        return String.join(" || '" + SEPARATOR + "' || ", parts.build().toList());
    }

    private static boolean mayRead(Connection connection, String part) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select " + part)) {
            return row.next();
        } catch (SQLException failure) {
            if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
                return false;
            }
            throw failure;
        }
    }

    /// Whether every part of the history is known.
    boolean isWhole() {
        return !parts.contains("");
    }

    /// Whether this is certainly another history: a part that both know differs.
    boolean differsFrom(LogHistory other) {
        return IntStream.range(0, parts.size())
                .anyMatch(part -> !parts.get(part).isEmpty()
                        && !other.parts.get(part).isEmpty()
                        && !parts.get(part).equals(other.parts.get(part)));
    }

    @Override
    public String toString() {
        return String.join(SEPARATOR, parts);
    }
}
