package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Readers that take nothing while their streams begin.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(StallTest.Patient.class)
class StallTest extends FeedTest {
    private static final int MANY = 120;
    private static final int LARGE = 200_000;
    private static final int STREAMS = 20;

    @Inject
    DataSource database;

    /// A transaction that waits for a reader would wait so long, and one that is busy is never idle for half
    /// of it.
    public static class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("almanac.feed.stall", "15s");
        }
    }

    @Test
    @DisplayName("4.3 a reader that takes nothing while its stream begins is cut off, and no transaction waits for it")
    void noTransactionWaitsForAReader() throws SQLException {
        var cursor = missed();
        var overflows = metric("almanac_feed_overflows_total");
        try (var stalled = idle(cursor)) {
            assertEquals(200, stalled.status());
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
                assertTrue(longestIdleTransaction() < 7, "a transaction waits");
                return metric("almanac_feed_overflows_total") > overflows;
            });
        }
    }

    @Test
    @DisplayName("4.3 twenty streams of one account that take nothing delay no other account")
    void oneAccountDelaysNoOther() throws SQLException {
        var other = Dashboard.at(service);
        var before = other.cursor(EVENTS);
        var missed = other.create("Tea");
        var cursor = missed();
        var stalled = Stream.generate(() -> idle(cursor)).limit(STREAMS).toList();
        try (var begins = other.live(EVENTS);
                var resumes = other.resume(EVENTS, before)) {
            assertEquals(missed.<String>get("id"), resumes.next("enter").<String>get("item.id"));
            resumes.next("ready");
            other.create("Walk");
            begins.next("enter");
            resumes.next("enter");
        } finally {
            stalled.forEach(SseClient::close);
        }
    }

    /// Writes more into the log than the buffers of a connection hold.
    ///
    /// @return a cursor from before
    private String missed() throws SQLException {
        var cursor = own.cursor(LOG);
        HandMadeChange.many(database, own.user().zuid(), MANY, LARGE, clock.millis());
        return cursor;
    }

    private SseClient idle(String cursor) {
        return SseClient.openIdle(SseClient.request(service, LOG)
                .header("Authorization", "Bearer " + own.user().token())
                .header("Last-Event-ID", cursor));
    }

    /// For how many seconds a transaction of the service has done nothing.
    private double longestIdleTransaction() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0)"
                                + " from pg_stat_activity where state = 'idle in transaction'")) {
            assertTrue(rows.next());
            return rows.getDouble(1);
        }
    }
}
