package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A part of the log tells of what leaves that part, and a cursor that lies beyond the log frees no call.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class MovedAwayTest extends FeedTest {
    @Test
    @DisplayName("1.2 the log of a calendar tells that an event was moved out of it, and nothing of the event")
    void theLogOfACalendarTellsThatAnEventHasLeftIt() {
        var user = Api.user();
        var other = Api.calendar(user, "Other").get("calendar_id");
        var log = LOG + "?calendar_id=" + user.calendarNumber();
        var start = user.call().get(log).jsonPath().getString("cursor");
        var made = Api.create(user, Api.event("Tea"));
        try (var stream = SseClient.open(service, log, user.token())) {
            stream.until("ready");
            Api.edit(user, made.get("id"), Map.of("calendar_id", other)).then().statusCode(200);
            var live = stream.next("change");
            assertEquals("moved", live.get("reason"));
            assertEquals(user.calendarId(), live.get("calendar_id"));
            assertNull(live.get("item"));
        }
        var page = user.call().get(log + "&since=" + start).jsonPath();
        assertEquals(List.of("created", "moved"), page.getList("data.reason"));
        assertNull(page.get("data[1].item"));
        var whole = user.call().get(LOG + "?since=" + start).jsonPath();
        assertEquals(other, whole.getString("data[1].item.calendar_id"));
    }

    @Test
    @DisplayName("4.5 a cursor beyond the log is answered with a reset, and counts")
    void aCursorBeyondTheLogCounts() {
        var user = Api.user();
        String last;
        try (var stream = SseClient.open(service, EVENTS, user.token())) {
            last = stream.next("ready").id();
        }
        var parts = last.split("-");
        parts[1] = Long.toString(Long.parseLong(parts[1], 36) + 1_000, 36);
        var before = remaining(user);
        try (var stream = SseClient.resume(service, EVENTS, user.token(), String.join("-", parts))) {
            assertEquals("unknown", stream.next("reset").get("reason"));
        }
        assertEquals(before - 1, remaining(user));
        SseClient.resume(service, EVENTS, user.token(), last).close();
        assertEquals(before - 1, remaining(user));
    }

    private static int remaining(Api.User user) {
        return user.call().get("/api/v2/quota").path("data.find { it.call == 'list-events' }.remaining");
    }
}
