package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.Patient;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Readers that take nothing while their streams begin, and what others have of it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Patient.class)
class StallTest extends StalledReaderTest {
    private static final int STREAMS = 20;

    @Test
    @DisplayName("4.3 no transaction waits for a reader that takes nothing: the next stream of its account begins")
    void noTransactionWaitsForAReader() throws SQLException {
        var cursor = missed();
        var overflows = metric("almanac_feed_overflows_total");
        try (var stalled = idle(cursor);
                var next = idle(cursor)) {
            assertEquals(200, stalled.status());
            next.beginToRead();
            next.until("ready");
            assertEquals(overflows, metric("almanac_feed_overflows_total"), "the first stream still waits");
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
}
