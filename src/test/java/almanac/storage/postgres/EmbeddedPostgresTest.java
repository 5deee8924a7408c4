package almanac.storage.postgres;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The database that comes with the service: durable, closed to whoever does not know its password, and
/// never twice on one directory.
class EmbeddedPostgresTest {
    private static Path data;
    private static EmbeddedPostgres running;

    @BeforeAll
    static void startsOne() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-data-")
                .toAbsolutePath();
        Files.createDirectories(data.resolve("unpacking-half"));
        Files.createDirectories(data.resolve("making-database-half").resolve("cluster"));
        running = EmbeddedPostgres.start(data);
    }

    @AfterAll
    static void stopsIt() {
        running.close();
    }

    @Test
    void writesEveryCommitToTheDisk() throws SQLException {
        for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            assertEquals("on", answer(running, "show " + setting), setting);
        }
    }

    @Test
    void takesNobodyWithoutThePassword() {
        for (var password : new String[] {"", "almanac", "postgres"}) {
            var refusal = assertThrows(
                    SQLException.class,
                    () -> connect(running.settings(), password).close());
            assertTrue(
                    refusal.getSQLState().startsWith("28")
                            || refusal.getSQLState().equals("08004"),
                    refusal.toString());
        }
    }

    @Test
    void asksEverybodyForThePassword() throws SQLException {
        assertEquals("scram-sha-256", answer(running, "show password_encryption"));
        assertEquals(
                "scram-sha-256",
                answer(running, "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"));
    }

    @Test
    void listensOnThisMachineAlone() throws SQLException {
        assertEquals("127.0.0.1", answer(running, "show listen_addresses"));
        assertEquals("", answer(running, "show unix_socket_directories"));
        assertNotEquals("5432", answer(running, "show port"));
        assertTrue(running.settings().get("almanac.database.url").contains(":" + answer(running, "show port") + "/"));
    }

    @Test
    void keepsItsFilesInTheDataDirectory() throws SQLException, IOException {
        assertEquals(data.resolve("postgres").toString(), answer(running, "show data_directory"));
        var secret = data.resolve("postgres").resolve("almanac.password");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
        assertFalse(Files.exists(data.resolve("unpacking-half")));
        assertFalse(Files.exists(data.resolve("making-database-half")));
    }

    @Test
    void isNeverTwiceOnOneDirectory() {
        var refusal = assertThrows(
                StartFailure.class, () -> EmbeddedPostgres.start(data).close());
        assertEquals(
                "The data directory " + data + " is in use by another Almanac (process "
                        + ProcessHandle.current().pid() + "). Stop that one, or set almanac.data to another directory.",
                refusal.getMessage());
    }

    @Test
    void keepsWhatWasCommittedAcrossStops() throws Exception {
        var other = Files.createTempDirectory(Path.of("target"), "test-data-").toAbsolutePath();
        String password;
        try (var first = EmbeddedPostgres.start(other)) {
            run(first, "create table kept (value int)");
            run(first, "insert into kept values (42)");
            password = first.settings().get("almanac.database.password");
        }
        assertEquals(0, Servers.on(other).count(), "processes left");
        leaveAForeignPidFile(other);
        try (var second = EmbeddedPostgres.start(other)) {
            assertEquals("42", answer(second, "select value from kept"));
            assertEquals(password, second.settings().get("almanac.database.password"));
            comesBackAfterItIsKilled(second, other);
        }
        assertEquals(0, Servers.on(other).count(), "processes left");
    }

    /// After a restart of a container another process may well have the number of the last server.
    private static void leaveAForeignPidFile(Path directory) throws IOException {
        var file = directory.resolve("postgres").resolve("postmaster.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + directory.resolve("postgres") + "\n");
    }

    private static void comesBackAfterItIsKilled(EmbeddedPostgres database, Path directory) throws Exception {
        run(database, "insert into kept values (43)");
        var killed = Servers.postmaster(directory);
        killed.destroyForcibly();
        killed.onExit().join();
        await().ignoreExceptions()
                .until(() -> answer(database, "select sum(value) from kept").equals("85"));
        assertNotEquals(killed.pid(), Servers.postmaster(directory).pid());
    }

    private static void run(EmbeddedPostgres database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String answer(EmbeddedPostgres database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres database) throws SQLException {
        var settings = database.settings();
        return connect(settings, settings.getOrDefault("almanac.database.password", ""));
    }

    private static Connection connect(Map<String, String> settings, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "almanac");
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection("jdbc:" + settings.get("almanac.database.url"), properties);
    }
}
