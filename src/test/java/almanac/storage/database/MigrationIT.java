package almanac.storage.database;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.storage.postgres.EmbeddedPostgres;
import almanac.testing.Api;
import almanac.testing.Installation;
import io.restassured.http.ContentType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Migrating apart from serving, on one external database.
class MigrationIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Path GRANTS = Path.of("deploy", "database", "serving-role.sql");

    @Test
    void runsThatMigrateDoNotCollideAndARoleThatMayNotChangeTheSchemaServes() throws Exception {
        var data = Installation.freshData();
        try (var database = EmbeddedPostgres.start(data.resolve("external"))) {
            var owner = database.settings();
            run(owner, "create role almanac_serving login password 'serving'");
            run(owner, Files.readString(GRANTS));
            migrateTwiceAtOnce(data, owner);
            run(owner, Files.readString(GRANTS));
            var serving = Map.of(
                    "almanac.database.url", owner.getOrDefault("almanac.database.url", ""),
                    "almanac.database.user", "almanac_serving",
                    "almanac.database.password", "serving");
            mayNotChangeTheSchema(serving);
            serves(data, serving);
        }
    }

    private static void migrateTwiceAtOnce(Path data, Map<String, String> owner) throws Exception {
        var only = Map.of("almanac.database.migrate", "only");
        try (var first = launch(data.resolve("first"), owner, only);
                var second = launch(data.resolve("second"), owner, only)) {
            for (var run : List.of(first, second)) {
                assertEquals(0, run.exit(LONG), run.output());
                assertTrue(run.output().contains("The schema of the database is at version " + Schema.VERSION));
                assertFalse(run.output().contains("Listening on: http"), run.output());
                assertFalse(run.output().contains("alm_admin_"), "a token that nobody asked for");
            }
        }
    }

    private static void mayNotChangeTheSchema(Map<String, String> serving) {
        assertAll(
                List.of("create table mine (id int)", "drop table event", "delete from flyway_schema_history").stream()
                        .map(sql -> () -> assertEquals(
                                "42501",
                                assertThrows(SQLException.class, () -> run(serving, sql))
                                        .getSQLState())));
    }

    private static void serves(Path data, Map<String, String> serving) throws Exception {
        var settings = Map.of("almanac.database.migrate", "never", "almanac.admin.token", Api.ADMIN_TOKEN);
        try (var service = launch(data.resolve("first"), serving, settings)) {
            service.awaitReady();
            service.call(Api.ADMIN_TOKEN)
                    .contentType(ContentType.JSON)
                    .body(Map.of("email", "ada@example.com", "name", "Ada", "timezone", "UTC"))
                    .post("/admin/accounts")
                    .then()
                    .statusCode(200);
            var ready = given().baseUri(service.management());
            await().atMost(LONG).until(() -> ready.get("/q/health/ready").statusCode() == 200);
        }
    }

    private static Installation launch(Path data, Map<String, String> database, Map<String, String> more)
            throws Exception {
        var settings = new java.util.HashMap<>(database);
        settings.putAll(more);
        return Installation.launch(
                List.of(),
                data,
                settings.entrySet().stream()
                        .map(each -> "-D" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new));
    }

    private static void run(Map<String, String> settings, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:" + settings.get("almanac.database.url"),
                        settings.get("almanac.database.user"),
                        settings.get("almanac.database.password"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
