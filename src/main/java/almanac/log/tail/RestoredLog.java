package almanac.log.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// What becomes of the log when a backup was restored: it goes on from an older point, and is another
/// log from there.
///
/// Its positions will be given out a second time. A client that has seen them the first time would go
/// on after them and miss what they stand for now; under a new name the log is foreign to it, and it
/// begins anew.
final class RestoredLog {
    /// Left in the data directory by deploy/restore.
    private static final String MARK = "restored";

    private static final String RENAME =
            "update change_log set id = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)";

    private RestoredLog() {}

    /// Renames the log where the data directory says that it was restored.
    static void rename(Connection connection, Path data) throws SQLException {
        var mark = data.resolve(MARK);
        if (!Files.exists(mark)) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(RENAME);
            // After the new name is there: a start that is cut off between the two gives one more, which is harmless.
            Files.delete(mark);
        } catch (IOException failure) {
            throw new IllegalStateException(mark + " cannot be removed", failure);
        }
    }
}
