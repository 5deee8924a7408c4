package almanac.log.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a database that was restored.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RestoredLogTest {
    @Inject
    DataSource database;

    @Test
    void isAnotherLogOnceAndThenStaysIt(@TempDir Path data) throws Exception {
        var mark = Files.createFile(data.resolve("restored"));
        try (var connection = database.getConnection()) {
            // The log of the other tests stays what it is.
            connection.setAutoCommit(false);
            var before = name(connection);
            RestoredLog.rename(connection, data);
            var after = name(connection);
            assertNotEquals(before, after);
            assertEquals(before.length(), after.length());
            assertFalse(Files.exists(mark));
            RestoredLog.rename(connection, data);
            assertEquals(after, name(connection));
            connection.rollback();
        }
    }

    private static String name(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select id from change_log")) {
            row.next();
            return row.getString(1);
        }
    }
}
