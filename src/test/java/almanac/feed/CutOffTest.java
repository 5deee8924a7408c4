package almanac.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.Impatient;
import almanac.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The end of readers that take nothing while their streams begin.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Impatient.class)
class CutOffTest extends StalledReaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @DisplayName("4.3 a reader that takes nothing is cut off: its connection is closed, what waited for it is dropped")
    void whoTakesNothingIsCutOff() throws SQLException, IOException {
        var cursor = missed();
        var overflows = metric("almanac_feed_overflows_total");
        try (var stalled = RawHttp.connect()) {
            var head = "GET " + Dashboard.LOG
                    + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                    + own.user().token() + "\r\nLast-Event-ID: " + cursor + "\r\n\r\n";
            stalled.getOutputStream().write(RawHttp.bytes(head));
            Awaitility.await().atMost(PATIENCE).until(() -> metric("almanac_feed_overflows_total") > overflows);
            Awaitility.await().atMost(PATIENCE).until(() -> metric("almanac_feed_streams") == 0);
            assertEquals(0, metric("almanac_feed_spool_bytes"));
            Awaitility.await().atMost(PATIENCE).until(() -> RawHttp.isClosed(stalled));
        }
    }
}
