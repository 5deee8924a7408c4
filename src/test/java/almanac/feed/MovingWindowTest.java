package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.feed.view.Feeds;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the time alone brings into a view, and takes out of it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class MovingWindowTest extends FeedTest {
    private static final long WINDOW = Duration.ofDays(31).toMillis();

    @Inject
    Feeds feeds;

    private long start;

    @BeforeEach
    void now() {
        start = clock.millis();
    }

    @Test
    @DisplayName("2.3 an event enters as the far edge reaches it and leaves when it has ended, without any write")
    void aMovingWindowGoesAlongWithTheTime() {
        var hour = Duration.ofHours(1).toMillis();
        var ending = Set.of(
                own.create("A", start, start + hour).get("id"),
                own.create("B", start + 1, start + hour).get("id"));
        var far = own.create("Far", start + WINDOW + hour, start + WINDOW + 2 * hour)
                .get("id");
        try (var stream = own.live(EVENTS)) {
            tick(hour - 1);
            own.create("Sign");
            stream.next("enter");
            tick(1);
            var left = List.of(byTime(stream.next("leave")), byTime(stream.next("leave")));
            assertEquals(ending, left.stream().map(Dashboard::id).collect(Collectors.toSet()));
            assertEquals("", left.getFirst().id());
            tick(1);
            var entered = byTime(stream.next("enter"));
            assertEquals(far, id(entered));
            assertEquals(start + hour + 1, entered.<Long>get("committed_at"));
        }
    }

    @Test
    @DisplayName("2.3 an event leaves in its time also where a change comes before the clock is looked at")
    void aChangeDoesNotHideWhatTheTimeHasBrought() {
        var brief = own.create("Brief", start, start + 1000).get("id");
        try (var stream = own.live(EVENTS)) {
            clock.advance(Duration.ofMillis(1500));
            own.create("Later");
            feeds.tick();
            var next = stream.next();
            var after = stream.next();
            assertEquals(List.of("leave", "enter"), List.of(next.name(), after.name()));
            assertEquals(brief, id(next));
        }
    }

    @Test
    @DisplayName("2.3 a window that has jumped further than the view has read ahead is read anew")
    void aFarJumpReadsTheListAnew() {
        var far = own.create("Far", start + WINDOW + Duration.ofDays(3).toMillis(), start + 2 * WINDOW)
                .get("id");
        try (var stream = own.live(EVENTS)) {
            tick(Duration.ofDays(4).toMillis());
            assertEquals(far, id(byTime(stream.next("enter"))));
            own.create("Soon", clock.millis(), clock.millis() + 1);
            assertEquals("created", stream.next("enter").get("reason"));
        }
    }

    @Test
    @DisplayName(
            "2.3 and 3.1 no cursor lies between what a jump of the time has taken and what it has brought before that")
    void aJumpBeyondWhatWasReadIsOneStep() {
        var hour = Duration.ofHours(1).toMillis();
        var brief = own.create("Brief", start, start + 8 * hour).get("id");
        var far = own.create("Far", start + WINDOW + 7 * hour, start + WINDOW + 8 * hour)
                .get("id");
        try (var stream = own.live(EVENTS)) {
            tick(9 * hour);
            var first = byTime(stream.next());
            var second = byTime(stream.next());
            assertEquals(Set.of(brief, far), Set.of(id(first), id(second)));
            assertEquals("", first.id());
        }
    }

    @Test
    @DisplayName(
            "2.3 and 3.5 a stream that begins after the clock was set back misses no step of the time that comes again")
    void aClockThatWasSetBackLosesNoStep() {
        var hour = Duration.ofHours(1).toMillis();
        var brief = own.create("Brief", start, start + hour).get("id");
        try (var before = own.live(EVENTS)) {
            tick(hour);
            assertEquals(brief, id(byTime(before.next("leave"))));
            clock.turn(Duration.ofHours(-1));
            try (var after = own.open(EVENTS)) {
                assertEquals(brief, after.next("snapshot").get("id"));
                after.next("ready");
                before.next("reconnect");
                tick(hour);
                assertEquals(brief, id(byTime(after.next("leave"))));
            }
        }
    }

    private void tick(long millis) {
        clock.advance(Duration.ofMillis(millis));
        feeds.tick();
    }

    private static Message byTime(Message message) {
        assertEquals("system", message.get("actor"));
        assertEquals("time", message.get("reason"));
        return message;
    }
}
