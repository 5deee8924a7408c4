package almanac.database;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Somebody else at the database takes the same locks in another order than the service.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DeadlockTest {
    private static final String WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and query like 'update calendar%'";

    @Inject
    DataSource database;

    @Inject
    Storage storage;

    @Test
    void aWriteThatADeadlockHasUndoneIsDoneAgain() throws Exception {
        var user = Api.user();
        var made = Api.create(user, Api.event("Tea"));
        try (var other = database.getConnection()) {
            other.setAutoCommit(false);
            // The service is the one that finds the deadlock, and so the one that gives way.
            run(other, "set local deadlock_timeout = '1min'");
            run(other, "select 1 from calendar where id = " + user.calendarNumber() + " for update");
            var edited = CompletableFuture.supplyAsync(
                    () -> Api.edit(user, made.get("id"), Map.of("edit_tag", made.get("edit_tag"))));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::serviceWaits);
            run(other, "select 1 from event where id = '" + made.get("id") + "' for update");
            other.commit();
            edited.join().then().statusCode(200).body("data[0].title", equalTo("Edited"));
        }
        assertEquals(List.of("created", "edited"), storage.reasonsOf(made.get("id")));
    }

    private boolean serviceWaits() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(WAITING)) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
