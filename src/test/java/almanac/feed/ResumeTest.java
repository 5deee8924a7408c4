package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static almanac.feed.Dashboard.id;
import static almanac.feed.Dashboard.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.log.tail.LogTail;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a client gets that was away.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ResumeTest extends FeedTest {
    private static final long WINDOW = Duration.ofDays(31).toMillis();

    @Inject
    LogTail tail;

    @Test
    @DisplayName("3.1 a stream goes on right after its cursor: what was missed in order, then ready, then live")
    void nothingIsLostAndNothingComesTwice() {
        for (var path : List.of(EVENTS, LOG)) {
            resumes(path, cursor -> own.resume(path, cursor));
            resumes(path, cursor -> own.open(path + "?last_event_id=" + cursor));
            resumes(path, cursor -> own.open(path + "?lastEventId=" + cursor));
        }
    }

    private void resumes(String path, Function<String, SseClient> resume) {
        var kept = own.create("Kept");
        var cursor = own.cursor(path);
        var made = own.create("Made");
        own.edit(made, Map.of("title", "Edited"));
        own.delete(kept);
        try (var stream = resume.apply(cursor)) {
            var messages = stream.until("ready");
            assertEquals(List.of(made.get("id"), made.get("id"), kept.get("id")), ids(messages));
            assertEquals(3, messages.getLast().<Integer>get("count"));
            var live = own.create("Live");
            assertEquals(live.get("id"), id(stream.next()));
            own.delete(live);
            assertEquals(live.get("id"), id(stream.next()));
        }
    }

    @Test
    @DisplayName("3.1 every message of a replay is a point to go on from")
    void aReplayCanBeInterruptedAnywhere() {
        var cursor = own.cursor(EVENTS);
        var made = List.of(
                own.create("1").get("id"),
                own.create("2").get("id"),
                own.create("3").get("id"));
        for (var step = 0; step < made.size(); step++) {
            try (var stream = own.resume(EVENTS, cursor)) {
                var next = stream.next("enter");
                assertEquals(made.get(step), id(next));
                cursor = next.id();
            }
        }
        try (var stream = own.resume(EVENTS, cursor)) {
            assertEquals(0, stream.next("ready").<Integer>get("count"));
        }
    }

    @Test
    @DisplayName("3.1 what the time has brought and taken meanwhile is told, and once")
    void theWindowHasGoneOnMeanwhile() {
        var now = clock.millis();
        var hour = Duration.ofHours(1).toMillis();
        var ended = own.create("Ended", now, now + hour).get("id");
        var far =
                own.create("Far", now + WINDOW + hour, now + WINDOW + 2 * hour).get("id");
        var cursor = own.cursor(EVENTS);
        clock.advance(Duration.ofHours(2));
        var after = "";
        try (var stream = own.resume(EVENTS, cursor)) {
            assertEquals(List.of(ended, far), ids(stream.until("ready")));
            after = stream.lastId();
        }
        try (var stream = own.resume(EVENTS, after)) {
            assertEquals(List.of(), ids(stream.until("ready")));
        }
    }

    @Test
    @DisplayName("3.1 an event that was edited in its time away is an update, one that came and went is nothing")
    void aReplayTellsWhatAClientCanApply() {
        var known = own.create("Known");
        var cursor = own.cursor(EVENTS);
        var now = clock.millis();
        own.edit(known, Map.of("title", "Still known"));
        own.delete(own.create("Brief", now, now + 1));
        try (var stream = own.resume(EVENTS, cursor)) {
            var names = stream.until("ready").stream().map(Message::name).toList();
            assertEquals(List.of("update", "enter", "leave", "ready"), names);
        }
    }

    @Test
    @DisplayName("3.2 a cursor that cannot be gone on from is answered by reset and a full snapshot")
    void aUselessCursorIsAnsweredByReset() {
        own.create("Tea");
        var position = Long.toString(tail.settled() + 1_000_000, 36);
        var reasons = Map.of(
                "nonsense",
                "unknown",
                "x".repeat(10_000),
                "unknown",
                "00000000-1-1",
                "foreign",
                tail.log() + "-" + position + "-1",
                "unknown",
                tail.log() + "-5-1-7",
                "unknown",
                tail.log() + "-zzzzzzzzzzzz-zzzzzzzzzzzz",
                "unknown");
        reasons.forEach((cursor, reason) -> {
            try (var stream = own.resume(EVENTS, cursor)) {
                var reset = stream.next("reset");
                assertEquals(reason, reset.get("reason"), cursor);
                assertTrue(reset.<String>get("oldest").startsWith(tail.log()));
                assertEquals("Tea", stream.next("snapshot").get("title"));
                assertEquals(1, stream.next("ready").<Integer>get("count"));
                own.resume(EVENTS, stream.lastId()).close();
            }
        });
    }

    @Test
    @DisplayName("3.2 a page of the log refuses such a cursor, and says why")
    void aPageRefusesAUselessCursor() {
        own.user().call().get(LOG + "?since=nonsense").then().statusCode(400);
        var answer = own.user().call().get(LOG + "?since=00000000-1-1");
        assertEquals(400, answer.statusCode());
        assertEquals("cursor_foreign", answer.path("code"));
    }

    @Test
    @DisplayName("3.2 where the calendars in the list have changed meanwhile, the list is sent anew")
    void changedCalendarsResetTheView() {
        var friend = Dashboard.at(service);
        own.create("Tea");
        var cursor = friend.cursor(EVENTS);
        own.share(friend.user());
        try (var stream = friend.resume(EVENTS, cursor)) {
            assertEquals("calendars", stream.next("reset").get("reason"));
            assertEquals("Tea", stream.next("snapshot").get("title"));
            stream.next("ready");
        }
    }
}
