package almanac.log.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Gives the log a new id after a backup was restored.
///
/// A restored log continues at an older position, so positions are given out a second time. A client that saw
/// the first ones would resume after them and miss the new changes. With a new id its cursor is foreign, and
/// it starts again from the full list.
final class RestoredLog {
    /// The marker file that deploy/restore leaves in the data directory.
    private static final String MARK = "restored";

    /// Gives the log a new id, as the beginning of a statement.
    static final String RENAME = "update change_log set id = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)";

    private RestoredLog() {}

    /// Gives the log a new id if the marker file exists.
    static void rename(Connection connection, Path data) throws SQLException {
        var mark = data.resolve(MARK);
        if (!Files.exists(mark)) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(RENAME);
            // Deleted after the update: a start that is interrupted between the two renames the log once
            // more, which is harmless.
            Files.delete(mark);
        } catch (IOException failure) {
            throw new IllegalStateException(mark + " cannot be removed", failure);
        }
    }
}
