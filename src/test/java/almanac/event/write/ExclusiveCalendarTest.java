package almanac.event.write;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.body;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Repeating;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Calendars that take no two opaque events at one time.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ExclusiveCalendarTest {
    private static final long HOUR = 60 * MINUTE;
    private static final String CALENDAR = "/api/v2/calendars/{id}";

    private User owner;
    private String room;

    @BeforeEach
    void aRoom() {
        owner = Api.user();
        room = owner.send(Map.of("name", "Room", "exclusive", true))
                .post("/api/v2/calendars")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].calendar_id");
    }

    private Map<String, Object> at(long start, Object... more) {
        var event = Api.event("Tea", "calendar_id", room);
        event.put("start_time", start);
        event.put("end_time", start + HOUR);
        for (var place = 0; place < more.length; place += 2) {
            event.put((String) more[place], more[place + 1]);
        }
        return event;
    }

    private Response post(Map<String, Object> event) {
        return owner.send(event).post("/api/v2/events");
    }

    private static void isTaken(Response answer, long start, long end) {
        Refusal.check(answer, 409, "resource_busy", new String[] {"start_time"});
        assertEquals(
                "is refused: the calendar is taken from " + start + " to " + end, answer.path("errors[0].message"));
    }

    private static void isTaken(Response answer, long start) {
        isTaken(answer, start, start + HOUR);
    }

    @Test
    @DisplayName("exclusive: shown where true alone, set by POST and PUT, and sent back by the holder of a share")
    void isShownWhereTrue() {
        var shown = Api.calendarOf(owner, number());
        assertEquals(true, shown.get("exclusive"));
        assertFalse(Api.calendarOf(owner, owner.calendarNumber()).containsKey("exclusive"));
        var guest = Api.user();
        owner.send(Map.of("privilege", "view"))
                .put(CALENDAR + "/shares/{email}", number(), guest.email())
                .then()
                .statusCode(200);
        assertEquals(
                200,
                guest.send(Map.of("exclusive", true)).put(CALENDAR, number()).statusCode());
        assertEquals(
                403,
                guest.send(Map.of("exclusive", false)).put(CALENDAR, number()).statusCode());
        var changed = owner.send(Map.of("exclusive", false)).put(CALENDAR, number());
        assertFalse(changed.<Map<String, Object>>path("data[0]").containsKey("exclusive"));
    }

    private String number() {
        return owner.call().get("/api/v2/calendars").path("data.find { it.calendar_id == '" + room + "' }.id");
    }

    @Test
    @DisplayName("exclusive: the second of two overlapping events is a 409 with the time that is taken")
    void refusesTheSecond() {
        Api.create(owner, at(TEN));
        isTaken(post(at(TEN + HOUR - 1)), TEN);
        isTaken(post(at(TEN - HOUR + 1)), TEN);
        assertEquals(200, post(at(TEN + HOUR)).statusCode());
        assertEquals(200, post(at(TEN - HOUR)).statusCode());
        assertEquals(3, Repeating.list(owner, TEN - DAY, TEN + DAY).size());
    }

    @Test
    @DisplayName("exclusive: transparent events take no time")
    void transparentEventsTakeNoTime() {
        Api.create(owner, at(TEN, "transparency", "transparent"));
        var made = Api.create(owner, at(TEN));
        assertEquals(200, post(at(TEN, "transparency", "transparent")).statusCode());
        var guest = Api.create(owner, at(TEN + 2 * HOUR, "transparency", "transparent"));
        isTaken(edit(guest, TEN, "transparency", "opaque"), TEN);
        assertEquals(200, edit(made, TEN + 3 * HOUR).statusCode());
        assertEquals(200, edit(guest, TEN, "transparency", "opaque").statusCode());
    }

    private Response edit(Map<String, Object> event, long start, Object... more) {
        var fields = new java.util.HashMap<String, Object>(Map.of("start_time", start, "end_time", start + HOUR));
        for (var place = 0; place < more.length; place += 2) {
            fields.put((String) more[place], more[place + 1]);
        }
        return Api.edit(owner, event.get("id"), fields);
    }

    @Test
    @DisplayName("exclusive: an edit may keep and leave its own time, and not take another's; nor may a move")
    void editsAndMovesAreCompared() {
        Api.create(owner, at(TEN));
        var second = Api.create(owner, at(TEN + 2 * HOUR));
        isTaken(edit(second, TEN + HOUR / 2), TEN);
        assertEquals(200, edit(second, TEN + HOUR).statusCode());
        assertEquals(200, edit(second, TEN + HOUR, "title", "Cake").statusCode());
        var outside = Api.create(owner, at(TEN, "calendar_id", owner.calendarId()));
        isTaken(edit(outside, TEN, "calendar_id", room), TEN);
        assertEquals(owner.calendarId(), Api.read(owner, outside).get("calendar_id"));
        assertEquals(200, edit(outside, TEN + 5 * HOUR, "calendar_id", room).statusCode());
        isTaken(post(at(TEN + 5 * HOUR)), TEN + 5 * HOUR);
        assertEquals(
                200,
                edit(outside, TEN + 5 * HOUR, "calendar_id", owner.calendarId()).statusCode());
        assertEquals(200, post(at(TEN + 5 * HOUR)).statusCode());
    }

    @Test
    @DisplayName("exclusive: a refusal is not remembered with an Idempotency-Key")
    void aRefusalIsNotRemembered() {
        var first = Api.create(owner, at(TEN));
        var key = UUID.randomUUID().toString();
        isTaken(owner.send(at(TEN)).header("Idempotency-Key", key).post("/api/v2/events"), TEN);
        assertEquals(200, edit(first, TEN + DAY).statusCode());
        var made = owner.send(at(TEN)).header("Idempotency-Key", key).post("/api/v2/events");
        assertEquals(200, made.statusCode());
        var again = owner.send(at(TEN)).header("Idempotency-Key", key).post("/api/v2/events");
        assertEquals(made.asString(), again.asString());
    }

    @Test
    @DisplayName("exclusive: all occurrences of a series count, with what was changed or left out of it")
    void occurrencesCount() {
        var series = Api.create(owner, at(TEN, "recurrence_rule", "FREQ=DAILY;COUNT=10"));
        isTaken(post(at(TEN + 3 * DAY + MINUTE)), TEN + 3 * DAY);
        assertEquals(
                204, Repeating.delete(owner, series, id(TEN + 3 * DAY), "only").statusCode());
        assertEquals(200, post(at(TEN + 3 * DAY)).statusCode());
        isTaken(post(at(TEN - 2 * DAY, "recurrence_rule", "FREQ=DAILY;COUNT=5")), TEN);
        assertEquals(
                200,
                post(at(TEN + HOUR, "recurrence_rule", "FREQ=DAILY;COUNT=20")).statusCode());
        assertEquals(200, post(at(TEN + 10 * DAY)).statusCode());
    }

    @Test
    @DisplayName("exclusive: only, following and all take no time that another event has")
    void editsOfSeriesAreCompared() {
        var series = Api.create(owner, at(TEN, "recurrence_rule", "FREQ=DAILY;COUNT=5"));
        Api.create(owner, at(TEN + 3 * DAY + 2 * HOUR));
        isTaken(put(series, 3, 2, "only"), TEN + 3 * DAY + 2 * HOUR);
        isTaken(put(series, 2, 2, "following"), TEN + 3 * DAY + 2 * HOUR);
        isTaken(put(series, 0, 2, "all"), TEN + 3 * DAY + 2 * HOUR);
        assertEquals(5, Repeating.starts(Repeating.month(owner)).size() - 1);
        isTaken(put(series, 1, 24, "only"), TEN + 2 * DAY);
        assertEquals(200, put(series, 1, 2, "only").statusCode());
        assertEquals(200, put(series, 4, 3, "following").statusCode());
        assertEquals(200, put(series, 2, 4, "all").statusCode());
    }

    /// Moves an occurrence by some hours.
    private Response put(Map<String, Object> series, int day, long hours, String scope) {
        var occurrence = item(owner, series, id(TEN + day * DAY));
        var start = ((Number) occurrence.get("start_time")).longValue() + hours * HOUR;
        return owner.send(body(
                        occurrence,
                        "recurrence_id",
                        id(TEN + day * DAY),
                        "recurrence_edittype",
                        scope,
                        "start_time",
                        start,
                        "end_time",
                        start + HOUR))
                .put("/api/v2/events/{id}", series.get("id"));
    }

    @Test
    @DisplayName("exclusive: beyond the pages a series is compared with events, and with a series that has an end")
    void comparesBeyondThePages() {
        var far = TEN + 364L * 7 * DAY;
        Api.create(owner, at(TEN, "timezone", "UTC", "recurrence_rule", "FREQ=WEEKLY"));
        isTaken(post(at(far)), far);
        isTaken(post(at(far, "timezone", "UTC", "recurrence_rule", "FREQ=DAILY;COUNT=3")), far);
        assertEquals(200, post(at(far + DAY)).statusCode());
        isTaken(post(at(TEN + DAY, "timezone", "UTC", "recurrence_rule", "FREQ=WEEKLY")), far + DAY);
        isTaken(post(at(TEN, "timezone", "UTC", "recurrence_rule", "FREQ=WEEKLY")), TEN);
    }

    @Test
    @DisplayName("exclusive: turning it on is a 409 while two events overlap")
    void turningItOnIsCompared() {
        var calendar = Api.calendar(owner, "Later a room");
        var number = calendar.get("id");
        var first = Api.create(owner, at(TEN, "calendar_id", calendar.get("calendar_id")));
        Api.create(
                owner, at(TEN - 7 * DAY, "calendar_id", calendar.get("calendar_id"), "recurrence_rule", "FREQ=WEEKLY"));
        var refused = owner.send(Map.of("exclusive", true)).put(CALENDAR, number);
        Refusal.check(refused, 409, "resource_busy", new String[] {"exclusive"});
        assertEquals(
                "cannot be set: two events overlap from " + TEN + " to " + (TEN + HOUR),
                refused.path("errors[0].message"));
        var far = TEN + 364L * 7 * DAY - HOUR / 2;
        assertEquals(200, edit(first, far).statusCode());
        assertEquals(
                409, owner.send(Map.of("exclusive", true)).put(CALENDAR, number).statusCode());
        assertEquals(200, edit(first, far + 3 * HOUR).statusCode());
        assertEquals(
                200, owner.send(Map.of("exclusive", true)).put(CALENDAR, number).statusCode());
        isTaken(post(at(TEN, "calendar_id", calendar.get("calendar_id"))), TEN);
    }

    @Test
    @DisplayName("exclusive: of several writers of one time exactly one gets it")
    void exactlyOneWriterWins() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < 3; round++) {
                var start = TEN + round * DAY;
                var answers = IntStream.range(0, 6)
                        .mapToObj(number -> threads.submit(() -> number % 2 == 0
                                ? post(at(start + number * MINUTE)).statusCode()
                                : post(at(start - 7 * DAY, "recurrence_rule", "FREQ=WEEKLY;COUNT=2"))
                                        .statusCode()))
                        .toList();
                var statuses = new java.util.ArrayList<Integer>();
                for (Future<Integer> answer : answers) {
                    statuses.add(answer.get());
                }
                statuses.sort(null);
                assertEquals(List.of(200, 409, 409, 409, 409, 409), statuses);
            }
        }
    }

    @Test
    @DisplayName("exclusive: of two events that move to one time exactly one gets it")
    void exactlyOneMoveWins() throws Exception {
        var first = Api.create(owner, at(TEN));
        var second = Api.create(owner, at(TEN + 2 * HOUR));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> edit(first, TEN + DAY).statusCode());
            var other = threads.submit(() -> edit(second, TEN + DAY + MINUTE).statusCode());
            assertEquals(609, one.get() + other.get());
        }
    }
}
