package almanac.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// GET /calendars (contract, section 1), and making, changing and removing calendars.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CalendarTest {
    private final Storage storage;
    private final Clock clock;

    CalendarTest(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Test
    void showsTheDefaultCalendarWithExactlyTheFieldsOfTheContract() {
        var user = Api.user();
        var now = clock.millis();
        var calendar = Api.calendarOf(user, user.calendarNumber());
        var expected = new HashMap<String, Object>();
        for (var unpredictable : List.of("id", "uid", "color")) {
            expected.put(unpredictable, calendar.get(unpredictable));
        }
        expected.putAll(Map.of("name", user.name(), "description", "", "textcolor", "#FFFFFF", "type", 0));
        expected.putAll(Map.of("timezone", "Europe/Berlin", "privilege", "owner", "category", "own", "caltype", "own"));
        expected.putAll(Map.of("owner", user.zuid(), "isdefault", true, "visibility", true, "status", true));
        expected.putAll(Map.of("include_infreebusy", true, "canSendMail", true, "order", 1, "ctag", now));
        expected.put("calendar_id", user.calendarId());
        expected.put("reminders", List.of(Map.of("minutes", "-15", "action", "email")));
        expected.put("alarm", List.of(Map.of("action", "email", "trigger", "-900000")));
        for (var time : List.of("createdtime", "modifiedtime", "calendar_createdtime", "calendar_modifiedtime")) {
            expected.put(time, now);
        }
        expected.put("lastmodifiedtime", Instant.ofEpochMilli(now).toString());
        expected.put("calemptiedtime", Instant.ofEpochMilli(now).toString());
        assertEquals(expected, calendar);
    }

    @Test
    void givesIdsOfTheDocumentedForms() {
        var user = Api.user();
        user.call()
                .get("/api/v2/calendars")
                .then()
                .statusCode(200)
                .body("data[0].id", matchesRegex("\\d+"))
                .body("data[0].uid", matchesRegex("[0-9a-f]{32}"))
                .body("data[0].color", matchesRegex("#[0-9A-F]{6}"))
                .body("data[0].textcolor", matchesRegex("#[0-9A-F]{6}"));
        var decoded =
                new String(Base64.getDecoder().decode(user.calendarId()), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(decoded.matches(user.calendarNumber() + "\\|[0-9a-f]{8}"), decoded);
        assertEquals(0, user.calendarId().length() % 4, "padded");
    }

    @Test
    void ordersCalendarsByTheirOrder() {
        var user = Api.user();
        var last = made(user, Map.of("name", "Last", "order", 9));
        var first = made(user, Map.of("name", "First", "order", 0));
        user.call().get("/api/v2/calendars").then().body("data.name", contains("First", user.name(), "Last"));
        assertEquals(List.of(9, 0), List.of(last.get("order"), first.get("order")));
    }

    @Test
    void leavesHiddenCalendarsOutUnlessAskedForThem() {
        var user = Api.user();
        made(user, Map.of("name", "Hidden", "visibility", false, "order", 5));
        user.call().get("/api/v2/calendars").then().body("data.name", contains(user.name()));
        user.call()
                .get("/api/v2/calendars?include_hidden_calendars=false")
                .then()
                .body("data", hasSize(1));
        user.call()
                .get("/api/v2/calendars?include_hidden_calendars=TRUE")
                .then()
                .body("data.name", contains(user.name(), "Hidden"))
                .body("data[1].visibility", equalTo(false));
    }

    @Test
    void showsDisabledCalendars() {
        var user = Api.user();
        made(user, Map.of("name", "Off", "status", false, "order", 5));
        user.call().get("/api/v2/calendars").then().body("data.status", contains(true, false));
    }

    @Test
    void makesACalendarWithEveryFieldThatIsSent() {
        var user = Api.user();
        var sent = new HashMap<String, Object>(Map.of("name", "Team", "description", "Of us", "color", "#a0B1c2"));
        sent.putAll(Map.of("textcolor", "#000000", "timezone", "Asia/Tokyo", "visibility", false, "status", false));
        sent.putAll(Map.of("include_infreebusy", false, "canSendMail", false, "order", 7));
        sent.put(
                "reminders",
                List.of(Map.of("minutes", -30, "action", "popup"), Map.of("minutes", "0", "action", "email")));
        var calendar = made(user, sent);
        sent.put(
                "reminders",
                List.of(Map.of("minutes", "-30", "action", "popup"), Map.of("minutes", "0", "action", "email")));
        sent.put(
                "alarm",
                List.of(Map.of("action", "popup", "trigger", "-1800000"), Map.of("action", "email", "trigger", "0")));
        sent.forEach((field, value) -> assertEquals(value, calendar.get(field), field));
        assertEquals(false, calendar.get("isdefault"));
        assertEquals(List.of("created"), storage.reasonsOf(calendar.get("id")));
        assertEquals(calendar, Api.calendarOf(user, (String) calendar.get("id")));
    }

    @Test
    void changesOnlyWhatIsSent() {
        var user = Api.user();
        var before = Api.calendar(user, "Team");
        var after = user.send(Map.of("description", "New"))
                .put("/api/v2/calendars/{id}", before.get("id"))
                .then()
                .statusCode(200)
                .extract()
                .<Map<String, Object>>path("data[0]");
        assertEquals("New", after.get("description"));
        for (var kept : List.of("name", "color", "timezone", "order", "reminders", "calendar_id")) {
            assertEquals(before.get(kept), after.get(kept), kept);
        }
        assertTrue((long) after.get("ctag") > (long) before.get("ctag"));
        assertEquals(List.of("created", "edited"), storage.reasonsOf(before.get("id")));
    }

    @Test
    void findsTheCalendarToChangeInEveryForm() {
        var user = Api.user();
        var calendar = Api.calendar(user, "Team");
        var padded = (String) calendar.get("calendar_id");
        for (var form : List.of(padded, padded.replace("=", ""), calendar.get("uid"), calendar.get("id"))) {
            user.send(Map.of("name", "By " + form))
                    .put("/api/v2/calendars/{id}", form)
                    .then()
                    .statusCode(200)
                    .body("data[0].name", equalTo("By " + form));
        }
    }

    @Test
    void removesACalendarWithItsEvents() {
        var user = Api.user();
        var guest = Api.user();
        var calendar = Api.calendar(user, "Team");
        var body = Api.event("Tea", "calendar_id", calendar.get("id"));
        body.put("attendees", List.of(guest.email()));
        var event = Api.create(user, body);
        user.call()
                .delete("/api/v2/calendars/{id}", calendar.get("id"))
                .then()
                .statusCode(204)
                .body(equalTo(""));
        Refusal.check(Api.read(user, event.get("id"), user.calendarId()), 404);
        guest.call().get("/api/v2/events").then().body("data", empty());
        assertEquals(List.of("created", "deleted"), storage.reasonsOf(calendar.get("id")));
        assertEquals(List.of("created", "deleted"), storage.reasonsOf(event.get("id")));
    }

    @Test
    void keepsTheDefaultCalendar() {
        var user = Api.user();
        var answer = user.call().delete("/api/v2/calendars/{id}", user.calendarNumber());
        Refusal.check(answer, 409, "default_calendar", new String[] {"id"});
        assertEquals(List.of(), storage.reasonsOf(user.calendarNumber()));
    }

    @Test
    void answersTheSameForForeignAndForUnknownCalendars() {
        var owner = Api.user();
        var stranger = Api.user();
        for (var id : List.of(owner.calendarNumber(), owner.calendarId(), "1", "no-calendar")) {
            Refusal.check(stranger.send(Map.of("name", "Mine")).put("/api/v2/calendars/{id}", id), 404);
            Refusal.check(stranger.call().delete("/api/v2/calendars/{id}", id), 404);
        }
        assertEquals(List.of(), storage.reasonsOf(owner.calendarNumber()));
    }

    private static Map<String, Object> made(Api.User user, Map<String, Object> body) {
        return user.send(body)
                .post("/api/v2/calendars")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }
}
