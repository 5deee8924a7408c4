package almanac.feed;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.feed.view.Feeds;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Repeating;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Free/busy as a live view.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FreeBusyFeedTest extends FeedTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final String FREE_BUSY = "/api/v2/freebusy";

    @Inject
    Feeds feeds;

    private Dashboard other;

    @BeforeEach
    void somebodyElse() {
        other = Dashboard.at(service);
    }

    private String path(User... people) {
        var path = new StringBuilder(FREE_BUSY);
        for (var person : people) {
            path.append(path.indexOf("?") < 0 ? "?" : "&").append("email=").append(person.email());
        }
        return path.toString();
    }

    /// The spans of a person in a snapshot or an update, as hours since ten.
    private static List<String> spans(Message message) {
        var data = JsonPath.from(message.data());
        var busy = message.name().equals("snapshot")
                ? data.<List<Map<String, Object>>>get("busy")
                : data.<List<Map<String, Object>>>get("item.busy");
        return busy.stream()
                .map(span -> hours(span.get("start")) + "-" + hours(span.get("end")) + " " + span.get("type"))
                .toList();
    }

    private static long hours(Object millis) {
        return Math.floorDiv(((Number) millis).longValue() - TEN, HOUR);
    }

    @Test
    @DisplayName("7.1 the snapshot has each person with the times of the window, and the window begins with the hour")
    void beginsWithASnapshot() {
        other.create("Secret", TEN, TEN + HOUR);
        clock.advance(Duration.ofMinutes(20));
        try (var stream = own.open(path(other.user(), own.user()))) {
            var messages = stream.until("ready");
            assertEquals(
                    List.of("snapshot", "snapshot", "ready"),
                    messages.stream().map(Message::name).toList());
            assertEquals(
                    Map.of(
                            "email",
                            other.user().email(),
                            "busy",
                            List.of(Map.of("start", TEN, "end", TEN + HOUR, "type", "busy")),
                            "shared",
                            true),
                    JsonPath.from(messages.getFirst().data()).get(""));
            assertEquals(List.of(), spans(messages.get(1)));
            assertEquals(2, messages.get(2).<Integer>get("count"));
            assertEquals(TEN - HOUR, messages.get(2).<Long>get("from"));
            assertEquals(TEN - HOUR + 31 * DAY, messages.get(2).<Long>get("to"));
        }
    }

    @Test
    @DisplayName("7.2 a change of somebody's times is an update of that person, which says times and nothing else")
    void aChangeIsAnUpdate() {
        try (var stream = own.live(path(other.user(), own.user()))) {
            var made = other.create("Secret", TEN, TEN + HOUR);
            var update = stream.next("update");
            assertEquals(List.of("0-1 busy"), spans(update));
            assertEquals(other.user().email(), update.get("item.email"));
            assertEquals(List.of("edited", "system"), List.of(update.get("reason"), update.get("actor")));
            assertEquals(
                    Set.of("email", "busy", "shared"),
                    update.<Map<String, Object>>get("item").keySet());
            assertFalse(update.data().contains("Secret"), update::data);
            assertFalse(update.data().contains(other.user().name()), update::data);
            var titled = other.edit(made, Map.of("title", "Top secret")).<Map<String, Object>>path("data[0]");
            var moved = other.edit(titled, Map.of("start_time", TEN + HOUR, "end_time", TEN + 2 * HOUR));
            assertEquals(List.of("1-2 busy"), spans(stream.next("update")));
            other.delete(moved.path("data[0]"));
            assertEquals(List.of(), spans(stream.next("update")));
        }
    }

    @Test
    @DisplayName("7.2 answers, series and calendars change times too")
    void whateverChangesTimesIsAnUpdate() {
        var host = Dashboard.at(service);
        try (var stream = own.live(path(other.user()))) {
            var invited = host.createFor("Tea", other.user());
            assertEquals(List.of("0-0 tentative"), spans(stream.next("update")));
            other.answer(invited, "accepted");
            assertEquals(List.of("0-0 busy"), spans(stream.next("update")));
            other.answer(invited, "declined");
            assertEquals(List.of(), spans(stream.next("update")));
            var series = Repeating.create(other.user(), "Standup", "FREQ=DAILY;COUNT=3");
            assertEquals(List.of("0-0 busy", "24-24 busy", "48-48 busy"), spans(stream.next("update")));
            Repeating.delete(other.user(), series, Repeating.id(TEN + DAY), "only");
            assertEquals(List.of("0-0 busy", "48-48 busy"), spans(stream.next("update")));
            other.user()
                    .send(Map.of("include_infreebusy", false))
                    .put("/api/v2/calendars/{id}", other.user().calendarNumber())
                    .then()
                    .statusCode(200);
            assertEquals(List.of(), spans(stream.next("update")));
        }
    }

    @Test
    @DisplayName("7.3 with each hour the window moves on: what has ended leaves, and what its end reaches comes")
    void theWindowMovesWithTheHour() {
        other.create("Early", TEN - HOUR, TEN);
        other.create("Far", TEN - HOUR + 31 * DAY, TEN + 31 * DAY);
        try (var stream = own.live(path(other.user()))) {
            clock.advance(Duration.ofHours(1));
            feeds.tick();
            var update = stream.next("update");
            assertEquals("time", update.get("reason"));
            assertEquals(List.of("743-744 busy"), spans(update));
            try (var fresh = own.open(path(other.user()))) {
                assertEquals(spans(update), spans(fresh.next("snapshot")));
            }
        }
    }

    @Test
    @DisplayName("7.4 a stream resumes without a word if nothing has happened, and else with the times anew")
    void resumesWithoutLoss() {
        var watched = path(other.user());
        var cursor = own.cursor(watched);
        try (var stream = own.resume(watched, cursor)) {
            var ready = stream.next("ready");
            assertEquals(0, ready.<Integer>get("count"));
            other.create("Tea", TEN, TEN + HOUR);
            assertEquals(List.of("0-1 busy"), spans(stream.next("update")));
        }
        try (var stream = own.resume(watched, cursor)) {
            assertEquals("times", stream.next("reset").get("reason"));
            assertEquals(List.of("0-1 busy"), spans(stream.next("snapshot")));
            assertEquals(1, stream.next("ready").<Integer>get("count"));
        }
        clock.advance(Duration.ofHours(2));
        feeds.tick();
        try (var stream = own.resume(watched, own.cursor(watched))) {
            stream.next("ready");
        }
        try (var stream = own.resume(watched, cursor)) {
            assertEquals("times", stream.next("reset").get("reason"));
            assertEquals(List.of(), spans(stream.next("snapshot")));
        }
    }

    @Test
    @DisplayName("7.4 no change between the cursor and the stream is lost, however often a stream is cut")
    void nothingIsLostOverManyCuts() {
        var watched = path(other.user());
        var cursor = own.cursor(watched);
        var known = new ArrayList<String>();
        for (var hour = 0; hour < 12; hour += 2) {
            other.create("Tea " + hour, TEN + hour * HOUR, TEN + (hour + 1) * HOUR);
            try (var stream = own.resume(watched, cursor)) {
                stream.until("ready").stream()
                        .filter(message -> message.name().equals("snapshot"))
                        .forEach(message -> {
                            known.clear();
                            known.addAll(spans(message));
                        });
                cursor = stream.lastId();
            }
            assertEquals(hour / 2 + 1, known.size());
        }
    }

    @Test
    @DisplayName("7.5 a window with bounds stands still, and a feed token opens it unless it is bound to calendars")
    void opensWithBoundsAndFeedTokens() {
        other.create("Tea", TEN, TEN + HOUR);
        var bounded = path(other.user()) + "&from=" + (TEN + HOUR / 2) + "&to=" + (TEN + 2 * DAY);
        try (var stream = own.open(bounded)) {
            assertEquals(
                    TEN + HOUR / 2,
                    stream.next("snapshot").<List<Long>>get("busy.start").getFirst());
            assertEquals(TEN + HOUR / 2, stream.next("ready").<Long>get("from"));
        }
        String token = own.user().send(Map.of()).post("/api/v2/feed_tokens").path("data.token");
        try (var stream = SseClient.open(SseClient.request(service, bounded + "&feed_token=" + token))) {
            assertEquals("snapshot", stream.next().name());
        }
        String bound = own.user()
                .send(Map.of("calendar_ids", List.of(own.user().calendarId())))
                .post("/api/v2/feed_tokens")
                .path("data.token");
        try (var stream = SseClient.open(SseClient.request(service, bounded + "&feed_token=" + bound))) {
            assertEquals(403, stream.status());
        }
    }

    @Test
    @DisplayName("7.1 a person who may not be asked and one who does not exist have no times")
    void nobodyHasNoTimes() {
        try (var stream = own.open(FREE_BUSY + "?email=nobody@example.com")) {
            assertEquals(
                    Map.of("email", "nobody@example.com", "busy", List.of(), "shared", false),
                    JsonPath.from(stream.next("snapshot").data()).get(""));
        }
    }
}
