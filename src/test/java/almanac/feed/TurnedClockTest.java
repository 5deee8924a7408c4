package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.feed.stream.Streams;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Intervals are measured by a clock that nobody turns: an hour forth or back changes none of them.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class TurnedClockTest extends FeedTest {
    @Inject
    Streams streams;

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    @DisplayName(
            "4.1 and 4.2 heartbeats come after 15 s of silence, and a stream lives for its age, however the clock is turned")
    void heartbeatsComeHoweverTheClockIsTurned(int hours) {
        try (var stream = own.live(LOG)) {
            var before = stream.comments();
            clock.turn(Duration.ofHours(hours));
            streams.sweep();
            clock.advance(Duration.ofSeconds(14));
            streams.sweep();
            own.create("Sign");
            stream.next("change");
            assertEquals(before, stream.comments());
            clock.advance(Duration.ofSeconds(15));
            streams.sweep();
            Awaitility.await().until(() -> stream.comments() > before);
            clock.advance(Duration.ofDays(10));
            streams.sweep();
            stream.next("reconnect");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    @DisplayName("a quota's window and its lock last as long as they do, however the clock is turned")
    void quotasLastHoweverTheClockIsTurned(int hours) {
        for (var call = 0; call < 20; call++) {
            list(200);
        }
        clock.turn(Duration.ofHours(hours));
        list(429);
        clock.turn(Duration.ofHours(hours));
        clock.advance(Duration.ofSeconds(599));
        list(429);
        assertEquals(
                List.of(clock.millis() + 1_000),
                own.get("/api/v2/quota").getList("data.findAll { it.call == 'list-events' }.locked_until"));
        clock.advance(Duration.ofSeconds(1));
        list(200);
    }

    private void list(int status) {
        own.user().call().get(EVENTS).then().statusCode(status);
    }
}
