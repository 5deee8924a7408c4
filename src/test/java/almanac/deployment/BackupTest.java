package almanac.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import almanac.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// deploy/backup and deploy/restore, on a real database that is being written to.
class BackupTest {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @Test
    void aCopyOfARunningDatabaseHasAllThatWasCommittedBefore() throws Exception {
        assumeTrue(succeeds("psql", "--version"), "there is no psql");
        var data = Files.createTempDirectory(TARGET, "test-data-");
        var copy = data.resolve("copy.tar");
        long before;
        try (var database = EmbeddedPostgres.start(data.resolve("first"))) {
            Files.writeString(
                    Files.createDirectories(data.resolve("first/attachments")).resolve("1"), "cake");
            before = copyWhileWriting(database, data.resolve("first"), copy);
        }
        assertEquals("restored: " + data.resolve("second"), run("restore", "embedded", copy, data.resolve("second")));
        try (var database = EmbeddedPostgres.start(data.resolve("second"));
                var connection = connect(database)) {
            assertTrue(ask(connection, "select max(number) from kept") >= before, "what was committed before is there");
            assertEquals(0, ask(connection, "select max(number) - count(*) from kept"), "and nothing is missing in it");
            assertEquals(0, ask(connection, "select count(*) from pg_replication_slots"));
        }
        assertTrue(Files.exists(data.resolve("second/restored")), "the log will take another name");
        assertEquals("cake", Files.readString(data.resolve("second/attachments/1")));
        refusesToOverwrite(data, copy);
    }

    /// Saves it in the middle of writes, and answers how many were committed when the copy began.
    private static long copyWhileWriting(EmbeddedPostgres database, Path data, Path copy) throws Exception {
        var written = new AtomicLong();
        var goOn = new AtomicBoolean(true);
        try (var connection = connect(database)) {
            execute(connection, "create table kept (number bigint primary key, padding text not null)");
            var writer = CompletableFuture.runAsync(() -> write(connection, written, goOn));
            try {
                org.awaitility.Awaitility.await().until(() -> written.get() > 100 || writer.isDone());
                var before = written.get();
                assertEquals("saved: " + copy, run("backup", "embedded", data, copy));
                return before;
            } finally {
                goOn.set(false);
                writer.get(30, TimeUnit.SECONDS);
                execute(connection, "checkpoint");
            }
        }
    }

    private static void refusesToOverwrite(Path data, Path copy) throws Exception {
        assertTrue(run("restore", "embedded", copy, data.resolve("second")).contains("is there already"));
        assertTrue(run("backup", "embedded", data.resolve("second"), copy).contains("is there already"));
        assertTrue(run("backup", "embedded", data, data.resolve("none.tar")).contains("no embedded database"));
        assertFalse(Files.exists(data.resolve("none.tar")));
    }

    private static void write(Connection connection, AtomicLong written, AtomicBoolean goOn) {
        try (var insert = connection.prepareStatement("insert into kept values (?, repeat('x', 2000))")) {
            while (goOn.get()) {
                insert.setLong(1, written.get() + 1);
                insert.executeUpdate();
                written.incrementAndGet();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Connection connect(EmbeddedPostgres database) throws SQLException {
        var settings = database.settings();
        return DriverManager.getConnection(
                "jdbc:" + settings.get("almanac.database.url"),
                settings.get("almanac.database.user"),
                settings.get("almanac.database.password"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// The last line that a script prints.
    private static String run(String script, Object... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(
                List.of(Path.of("deploy", script).toAbsolutePath().toString()));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            var last = output.lines().reduce("", (first, second) -> second);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
            return last;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
