package almanac.log.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How long the log is kept.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class PruningTest {
    private static final String EVENTS = "/api/v2/events";
    private static final Duration MONTH = Duration.ofDays(30);

    @Inject
    LogPruner pruner;

    @Inject
    MovableClock clock;

    @Inject
    DataSource database;

    @TestHTTPResource("/")
    URI service;

    @Test
    @DisplayName("3.4 the log is kept for 30 days and pruned in steps; whoever was away for longer begins anew")
    void whatIsTooOldIsPrunedAndTheRestStays() throws SQLException {
        var user = Api.user();
        var old = "";
        try (var stream = SseClient.open(service, EVENTS, user.token())) {
            old = stream.next("ready").id();
        }
        Api.create(user, Api.event("Old"));
        run("insert into change (kind, subject, calendar_id, reason, actor, changed, committed_at, audience, before_of,"
                + " after_of, documents) select 'event', 'x', 1, 'created', 'system', '', " + clock.millis()
                + ", array[]::bigint[], array[]::int[], array[]::int[], array[]::text[] from generate_series(1, 2500)");
        // Other tests have written changes under a clock that was ahead of this one: rows that are not old yet, before
        // rows
        // that are. A step reads the oldest positions alone.
        run("update change set committed_at = " + clock.millis() + " where committed_at > " + clock.millis());
        clock.advance(MONTH);
        try {
            pruner.prune().await().atMost(Duration.ofSeconds(20));
            assertEquals("Old", firstMissed(user, old));
            clock.advance(Duration.ofMillis(1));
            Api.create(user, Api.event("New"));
            // What the counter of tags does once a second.
            run("update change_log set counted = (select max(position) from change)");
            pruner.prune().await().atMost(Duration.ofSeconds(20));
            assertEquals(0, number("select count(*) from change where committed_at < " + (clock.millis() - 1)));
            assertTrue(number("select count(*) from change") > 0);
            try (var stream = SseClient.resume(service, EVENTS, user.token(), old)) {
                assertEquals("expired", stream.next("reset").get("reason"));
                stream.until("ready");
                SseClient.resume(service, EVENTS, user.token(), stream.lastId()).close();
            }
            costsACall(user, old);
        } finally {
            clock.advance(MONTH.negated().minusMillis(1));
        }
    }

    /// Only a cursor that can be gone on from is free.
    private void costsACall(Api.User user, String cursor) {
        var before = remaining(user);
        SseClient.resume(service, EVENTS, user.token(), cursor).close();
        assertEquals(before - 1, remaining(user));
    }

    private static int remaining(Api.User user) {
        return user.call().get("/api/v2/quota").path("data.find { it.call == 'list-events' }.remaining");
    }

    private String firstMissed(Api.User user, String cursor) {
        try (var stream = SseClient.resume(service, EVENTS, user.token(), cursor)) {
            return stream.next("enter").get("item.title");
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
