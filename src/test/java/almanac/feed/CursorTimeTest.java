package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.log.change.Cursor;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream that goes on from the cursor of a node whose clock is ahead.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CursorTimeTest extends FeedTest {
    private static final Duration SKEW = Duration.ofMillis(1_500);

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, LOG})
    @DisplayName("3.5 a cursor that is ahead of the time by up to 2 s is waited for, and ready is never earlier")
    void aNearTimeIsWaitedFor(String path) {
        var cursor = own.cursor(path);
        own.create("Missed");
        clock.turn(SKEW.negated());
        try (var stream = own.resume(path, cursor)) {
            // Another stream that begins meanwhile shows that time enough has passed to see this one begin, too.
            own.cursor(path);
            stream.isSilent();
            clock.turn(SKEW);
            var messages = stream.until("ready");
            assertEquals(2, messages.size());
            assertTrue(time(messages.getLast().id()) >= time(cursor));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, LOG})
    @DisplayName("3.5 a cursor that is further ahead is reset, which costs quota")
    void aFarTimeIsReset(String path) {
        var cursor = own.cursor(path);
        clock.turn(Duration.ofHours(-1));
        for (var stream = 0; stream < 19; stream++) {
            try (var reset = own.resume(path, cursor)) {
                assertEquals("unknown", reset.next("reset").get("reason"));
                assertTrue(time(reset.until("ready").getLast().id()) < time(cursor));
            }
        }
        try (var refused = own.resume(path, cursor)) {
            assertEquals(429, refused.status());
        }
    }

    private static long time(String cursor) {
        return Cursor.parse(cursor).orElseThrow().time();
    }
}
