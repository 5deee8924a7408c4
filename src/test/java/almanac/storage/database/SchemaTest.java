package almanac.storage.database;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.storage.postgres.StartFailure;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/// What a start finds in its database, and what it says where that is not what it needs.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SchemaTest {
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");

    @Inject
    DatabaseConfig config;

    @Inject
    DataSource database;

    @Test
    void theVersionIsThatOfTheNewestMigration() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            var newest = files.map(file -> file.getFileName().toString())
                    .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                    .max(Comparator.naturalOrder());
            assertEquals(Optional.of(MigrationVersion.fromVersion(Schema.VERSION)), newest);
        }
    }

    @Test
    void aSchemaThatIsThereIsFineForEverybody() {
        for (var migration : Migration.values()) {
            assertDoesNotThrow(() -> check(url(), migration));
        }
    }

    @Test
    void anEmptyDatabaseIsFineOnlyForWhoMigrates() throws SQLException {
        run("create database empty_one");
        var url = url().replaceAll("[^/]+$", "empty_one");
        assertDoesNotThrow(() -> check(url, Migration.AT_START));
        assertRefusal(
                "The schema of the database is at version 0, and this Almanac needs version " + Schema.VERSION
                        + "; it does not migrate, as almanac.database.migrate is \"never\". Run it once with"
                        + " almanac.database.migrate=only, as a user who may change the schema.",
                url,
                Migration.NEVER);
    }

    @Test
    void aNewerSchemaIsRefusedByEverybody() throws SQLException {
        // A transaction that is not committed would not be seen: the line is taken away again.
        run("insert into flyway_schema_history select 900, '900', description, type, script, checksum, installed_by,"
                + " installed_on, execution_time, success from flyway_schema_history where installed_rank = 1");
        try {
            for (var migration : Migration.values()) {
                assertRefusal(
                        "The schema of the database is at version 900, and this Almanac knows versions up to "
                                + Schema.VERSION + ". Start an Almanac as new as the one that migrated it, or restore"
                                + " the backup from before.",
                        url(),
                        migration);
            }
        } finally {
            run("delete from flyway_schema_history where installed_rank = 900");
        }
    }

    @Test
    void whatKeepsItFromTheDatabaseIsNamed() throws IOException {
        var place = url().replaceAll("postgresql://|/[^/]*$", "");
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertAll(
                () -> assertBegin("almanac.database.url is not the address", "jdbc:postgresql://h/x"),
                () -> assertBegin("almanac.database.url is not the address", "postgresql:///x"),
                () -> assertBegin("There is no database \"none\" at " + place, "postgresql://" + place + "/none"),
                () -> assertBegin(
                        "The database at 127.0.0.1:" + closed + " cannot be reached (",
                        "postgresql://127.0.0.1:" + closed + "/almanac"));
        var refusal = assertThrows(
                StartFailure.class, () -> Schema.check(url(), config.user(), Optional.of("wrong"), Migration.AT_START));
        assertEquals(
                "The database at " + place + " does not let the user \"almanac\" in; check almanac.database.user and"
                        + " almanac.database.password, for example almanac.database.user=almanac.",
                refusal.getMessage());
    }

    private void check(String url, Migration migration) {
        Schema.check(url, config.user(), config.password(), migration);
    }

    private void assertRefusal(String sentence, String url, Migration migration) {
        assertEquals(
                sentence,
                assertThrows(StartFailure.class, () -> check(url, migration)).getMessage());
    }

    private void assertBegin(String begin, String url) {
        var message = assertThrows(StartFailure.class, () -> check(url, Migration.AT_START))
                .getMessage();
        assertEquals(begin, message.substring(0, Math.min(begin.length(), message.length())));
    }

    private String url() {
        return config.url().orElseThrow();
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
