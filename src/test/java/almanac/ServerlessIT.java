package almanac;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.storage.postgres.EmbeddedPostgres;
import almanac.testing.Api;
import almanac.testing.Installation;
import almanac.testing.SseClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A process that starts for one call and is stopped after it, as on a platform that scales to zero.
@Tag("slow")
class ServerlessIT {
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// SIGTERM, as a shell reports it.
    private static final int TERMINATED = 143;

    private static final String ADMIN = "an-administrator-of-tests";

    /// What a process that has stopped must not leave: its row, its streams, leases, open connections.
    private static final Map<String, String> LEFT = Map.of(
            "nodes", "select count(*) from node",
            "streams", "select count(*) from open_stream",
            "leases of jobs", "select count(*) from job where leased_until > extract(epoch from now()) * 1000",
            "leases of links",
                    "select count(*) from upstream_link where leased_until > extract(epoch from now()) * 1000",
            "locks", "select count(*) from pg_locks where locktype = 'advisory'",
            "connections",
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

    private static Path data;
    private static Path temporary;
    private static EmbeddedPostgres database;

    @BeforeAll
    static void start() throws Exception {
        data = Installation.freshData();
        temporary = Files.createDirectories(data.resolve("temporary"));
        Files.createDirectories(data.resolve("node"));
        database = EmbeddedPostgres.start(data.resolve("external"));
        try (var migration = launch("-Dalmanac.database.migrate=only")) {
            assertEquals(0, migration.exit(PATIENCE), migration.output());
        }
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void aProcessThatIsStoppedAfterOneCallLeavesNoWorkBehind() throws Exception {
        try (var service = launch()) {
            service.awaitReady();
            assertEquals(200, service.call(ADMIN).get("/admin/nodes").statusCode());
            assertEquals(List.of("1"), ask(LEFT.get("nodes")));
            assertEquals(TERMINATED, service.terminate(STOP), service.output());
            leftNothing(service);
        }
    }

    @Test
    void anOpenStreamIsToldToGoElsewhereAndItsPlaceIsFree() throws Exception {
        try (var service = launch()) {
            service.awaitReady();
            var token = account(service);
            try (var stream = SseClient.open(URI.create(service.address()), "/api/v2/changes", token)) {
                stream.until("ready");
                assertEquals(List.of("1"), ask(LEFT.get("streams")));
                assertEquals(TERMINATED, service.terminate(STOP), service.output());
                stream.next("reconnect");
                stream.awaitEnd();
            }
            leftNothing(service);
        }
    }

    /// Flyway refuses a schema whose migrations have other checksums than its own. So a start that succeeds has not
    /// run it, and one that finds an older schema has.
    @Test
    void aStartOnACurrentSchemaDoesNotRunFlyway() throws Exception {
        run("update flyway_schema_history set checksum = checksum + 1");
        try {
            try (var service = launch()) {
                service.awaitReady();
                assertEquals(TERMINATED, service.terminate(STOP), service.output());
            }
            run("update flyway_schema_history set success = false where installed_rank ="
                    + " (select max(installed_rank) from flyway_schema_history)");
            try (var service = launch()) {
                assertEquals(1, service.exit(PATIENCE), service.output());
                assertTrue(service.output().contains("The schema could not be migrated."), service.output());
            }
        } finally {
            run("update flyway_schema_history set success = true, checksum = checksum - 1");
        }
    }

    private static Installation launch(String... more) throws Exception {
        var settings = new ArrayList<String>();
        database.settings().forEach((name, value) -> settings.add("-D" + name + "=" + value));
        settings.add("-Dalmanac.admin.token=" + ADMIN);
        settings.add("-Djava.io.tmpdir=" + temporary);
        settings.addAll(List.of(more));
        return Installation.launch(List.of(), data.resolve("node"), settings.toArray(String[]::new));
    }

    private static String account(Installation service) {
        var zuid = service.call(ADMIN)
                .contentType("application/json")
                .body(Map.of("email", "one@example.com", "name", "One", "timezone", "UTC"))
                .post("/admin/accounts")
                .<String>path("data.zuid");
        return service.call(ADMIN)
                .contentType("application/json")
                .body(Map.of("scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/tokens", zuid)
                .path("data.access_token");
    }

    /// A connection that the process has closed may be in the list of the server for a moment longer.
    private static void leftNothing(Installation service) throws Exception {
        for (var left : LEFT.entrySet()) {
            await(left.getKey())
                    .atMost(PATIENCE)
                    .until(() -> ask(left.getValue()).equals(List.of("0")));
        }
        for (var directory : List.of(data.resolve("node"), temporary)) {
            try (var files = Files.walk(directory)) {
                assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
            }
        }
        assertFalse(service.output().contains(" ERROR "), service.output());
    }

    private static List<String> ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        var settings = database.settings();
        return DriverManager.getConnection(
                "jdbc:" + settings.get("almanac.database.url"),
                settings.get("almanac.database.user"),
                settings.get("almanac.database.password"));
    }
}
