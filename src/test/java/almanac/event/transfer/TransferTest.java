package almanac.event.transfer;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.list;
import static almanac.testing.Repeating.month;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Import and export over HTTP (docs/icalendar.md, 6.1).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class TransferTest {
    private static final RestAssuredConfig BINARY = RestAssured.config()
            .encoderConfig(encoderConfig().encodeContentTypeAs("text/calendar", ContentType.BINARY));

    private static final String SERIES = event(
            "series",
            "DTSTART;TZID=Europe/Berlin:20260302T110000",
            "DURATION:PT1H",
            "SUMMARY:Standup",
            "CATEGORIES:Team",
            "RRULE:FREQ=DAILY;COUNT=5",
            "EXDATE;TZID=Europe/Berlin:20260303T110000");
    private static final String EXCEPTION = event(
            "series",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260304T110000",
            "DTSTART;TZID=Europe/Berlin:20260304T150000",
            "DURATION:PT1H",
            "SUMMARY:Standup (moved)");
    private static final String SINGLE = single(0, "Tea");

    private static String single(int sequence, String title) {
        return event("single", "DTSTART:20260302T100000Z", "DURATION:PT1H", "SUMMARY:" + title, "SEQUENCE:" + sequence);
    }

    private static String event(String uid, String... lines) {
        return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
    }

    private static Response send(User user, Object calendar, String query, Object body) {
        var request = user.call().contentType("text/calendar");
        return (body instanceof byte[] bytes ? request.config(BINARY).body(bytes) : request.body(String.valueOf(body)))
                .post("/api/v2/calendars/{id}/import" + query, calendar);
    }

    /// What an import of some events into the default calendar answers.
    private static Map<String, Object> put(User user, String... events) {
        return putInto(user, user.calendarNumber(), "", events);
    }

    private static Map<String, Object> putInto(User user, Object calendar, String query, String... events) {
        var file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("", events) + "END:VCALENDAR\r\n";
        return send(user, calendar, query, file)
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private static String counts(Map<String, Object> answer) {
        return answer.get("created") + " " + answer.get("updated") + " " + answer.get("unchanged") + " "
                + ((List<?>) answer.get("skipped")).size();
    }

    private static String exported(User user, Object calendar) {
        return user.call()
                .get("/api/v2/calendars/{id}/export", calendar)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/calendar;charset=UTF-8")
                .extract()
                .asString();
    }

    private static List<String> titles(User user) {
        return month(user).stream().map(item -> (String) item.get("title")).toList();
    }

    @Test
    @DisplayName("6.1 an import makes events, series and their exceptions, which lists have")
    void importMakesEvents() {
        var owner = Api.user();
        assertEquals("2 0 0 0", counts(put(owner, EXCEPTION, SINGLE, SERIES)));
        assertEquals(List.of("Standup", "Tea", "Standup (moved)", "Standup", "Standup"), sorted(owner));
    }

    private static List<String> sorted(User user) {
        return month(user).stream()
                .sorted((one, other) -> key(one).compareTo(key(other)))
                .map(item -> (String) item.get("title"))
                .toList();
    }

    private static String key(Map<String, Object> item) {
        return item.get("start_time") + " " + item.get("title");
    }

    @Test
    @DisplayName("6.1 the same file twice changes nothing")
    void importIsRepeatable() {
        var owner = Api.user();
        put(owner, SINGLE, SERIES, EXCEPTION);
        var before = month(owner);
        assertEquals("0 0 2 0", counts(put(owner, SERIES, SINGLE, EXCEPTION)));
        assertEquals(before, month(owner));
    }

    @Test
    @DisplayName("6.1 dry_run says what would be done, and does nothing")
    void dryRun() {
        var owner = Api.user();
        assertEquals(
                "2 0 0 0", counts(putInto(owner, owner.calendarNumber(), "?dry_run=true", SINGLE, SERIES, EXCEPTION)));
        assertEquals(List.of(), month(owner));
        put(owner, SINGLE);
        assertEquals(
                "1 1 0 0",
                counts(putInto(owner, owner.calendarNumber(), "?dry_run=true", single(1, "Cake"), SERIES, EXCEPTION)));
        assertEquals(List.of("Tea"), titles(owner));
    }

    @Test
    @DisplayName("6.1 of two versions the higher SEQUENCE counts, then LAST-MODIFIED")
    void versions() {
        var owner = Api.user();
        put(owner, single(1, "Tea"));
        assertEquals("0 1 0 0", counts(put(owner, single(2, "Cake"))));
        assertEquals("0 0 1 0", counts(put(owner, single(1, "Tea"))));
        assertEquals(List.of("Cake"), titles(owner));
    }

    @Test
    @DisplayName("6.1 an import changes a series, its exceptions and its exclusions, and makes single what is single")
    void changesOfSeries() {
        var owner = Api.user();
        put(owner, SERIES, EXCEPTION);
        var other =
                SERIES.replace("COUNT=5", "COUNT=3").replace("EXDATE", "X-OLD").replace("RRULE", "SEQUENCE:1\r\nRRULE");
        assertEquals("0 1 0 0", counts(put(owner, other)));
        assertEquals(List.of("Standup", "Standup", "Standup"), titles(owner));
        assertEquals("0 1 0 0", counts(put(owner, other.replace("SEQUENCE:1", "SEQUENCE:2"), EXCEPTION)));
        assertEquals(List.of("Standup", "Standup", "Standup (moved)"), titles(owner));
        var single = event("series", "DTSTART:20260302T100000Z", "SUMMARY:Once", "SEQUENCE:3");
        assertEquals("0 1 0 0", counts(put(owner, single)));
        assertEquals(List.of("Once"), titles(owner));
        assertEquals("0 1 0 0", counts(put(owner, SERIES.replace("RRULE", "SEQUENCE:4\r\nRRULE"), EXCEPTION)));
        assertEquals(4, titles(owner).size());
    }

    @Test
    @DisplayName("6.1 an event that was changed here is later than the file it came from")
    void changedHere() {
        var owner = Api.user();
        put(owner, SINGLE);
        Api.edit(owner, month(owner).getFirst().get("id"), Map.of("title", "Mine"))
                .then()
                .statusCode(200);
        assertEquals("0 0 1 0", counts(put(owner, SINGLE)));
        assertEquals("0 0 1 0", counts(put(owner, single(0, "Theirs"))));
        assertEquals(List.of("Mine"), titles(owner));
        assertTrue(exported(owner, owner.calendarNumber()).contains("SEQUENCE:1\r\n"));
        assertEquals("0 1 0 0", counts(put(owner, single(2, "Theirs"))));
    }

    @Test
    @DisplayName("6.1 an exported calendar, imported again, is unchanged; in another calendar it is the same")
    void exportAndImport() {
        var owner = Api.user();
        put(owner, SINGLE, SERIES, EXCEPTION);
        Api.create(owner, Api.event("Made here", "description", "a, b; c\nd"));
        var file = exported(owner, owner.calendarNumber());
        assertEquals(
                "0 0 3 0",
                counts(send(owner, owner.calendarNumber(), "", file)
                        .then()
                        .extract()
                        .path("data")));
        var other = Api.user();
        assertEquals(
                "3 0 0 0",
                counts(send(other, other.calendarNumber(), "", file)
                        .then()
                        .extract()
                        .path("data")));
        assertEquals(
                Stream.of(month(owner)).map(TransferTest::modelled).toList(),
                Stream.of(month(other)).map(TransferTest::modelled).toList());
        assertTrue(exported(other, other.calendarNumber()).contains("CATEGORIES:Team\r\n"));
    }

    private static List<String> modelled(List<Map<String, Object>> items) {
        return items.stream()
                .map(item -> Stream.of(
                                "title",
                                "description",
                                "start_time",
                                "end_time",
                                "timezone",
                                "recurrence_rule",
                                "recurrence_id",
                                "isallday")
                        .map(name -> name + "=" + item.get(name))
                        .toList()
                        .toString())
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("6.1 an event is exported with its exceptions, for those who see it")
    void oneEvent() {
        var owner = Api.user();
        put(owner, SINGLE, SERIES, EXCEPTION);
        var series = month(owner).stream()
                .filter(item -> item.get("title").equals("Standup"))
                .findFirst()
                .orElseThrow();
        var file = owner.call()
                .queryParam("calendar_id", owner.calendarId())
                .get("/api/v2/events/{id}/export", series.get("id"));
        file.then().statusCode(200);
        assertEquals(3, file.asString().split("BEGIN:VEVENT").length);
        assertFalse(file.asString().contains("UID:single"));
        Api.user()
                .call()
                .queryParam("calendar_id", owner.calendarId())
                .get("/api/v2/events/{id}/export", series.get("id"))
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("6.1 who may write a calendar may import, who sees it may export")
    void rights() {
        var owner = Api.user();
        var other = Api.user();
        var file = "BEGIN:VCALENDAR\r\n" + SINGLE + "END:VCALENDAR\r\n";
        send(other, owner.calendarNumber(), "", file).then().statusCode(404);
        other.call()
                .get("/api/v2/calendars/{id}/export", owner.calendarNumber())
                .then()
                .statusCode(404);
        Api.share(owner, other, "view");
        send(other, owner.calendarNumber(), "", file).then().statusCode(403);
        put(owner, SINGLE);
        assertTrue(exported(other, owner.calendarNumber()).contains("UID:single"));
        Api.share(owner, other, "edit");
        assertEquals("0 1 0 0", counts(putInto(other, owner.calendarNumber(), "", single(1, "Theirs"))));
    }

    @Test
    @DisplayName("6.1 a uid is known within one calendar")
    void withinACalendar() {
        var owner = Api.user();
        put(owner, SINGLE);
        var second = Api.calendar(owner, "Second").get("id");
        assertEquals("1 0 0 0", counts(putInto(owner, second, "", SINGLE)));
        var moved = list(owner, TEN - DAY, TEN + DAY).stream()
                .filter(item -> item.get("calendar_id").equals(owner.calendarId()))
                .findFirst()
                .orElseThrow();
        assertEquals(2, list(owner, TEN - DAY, TEN + DAY).size());
        assertEquals("Tea", moved.get("title"));
    }

    @Test
    @DisplayName("6.1 an imported event that was removed is made again")
    void removed() {
        var owner = Api.user();
        put(owner, SINGLE);
        var item = month(owner).getFirst();
        owner.call()
                .queryParams("calendar_id", item.get("calendar_id"), "edit_tag", item.get("edit_tag"))
                .delete("/api/v2/events/{id}", item.get("id"))
                .then()
                .statusCode(204);
        assertEquals("1 0 0 0", counts(put(owner, SINGLE)));
    }

    @Test
    @DisplayName("6.1 attendees of a file are invited here")
    void attendees() {
        var owner = Api.user();
        var guest = Api.user();
        put(
                owner,
                event(
                        "party",
                        "DTSTART:20260302T100000Z",
                        "SUMMARY:Party",
                        "ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:" + guest.email()));
        var seen = month(guest).getFirst();
        assertEquals("Party", seen.get("title"));
        assertEquals(guest.name(), ((Map<?, ?>) ((List<?>) seen.get("attendees")).getFirst()).get("name"));
        assertTrue(
                exported(owner, owner.calendarNumber()).replace("\r\n ", "").contains("PARTSTAT=ACCEPTED;ROLE=CHAIR"));
    }

    @Test
    @DisplayName("6.1 9.5 a file that is none, or has too many events, is a 400; nothing is a 5xx")
    void badFiles() {
        var owner = Api.user();
        for (var body :
                List.of(new byte[] {'P', 'K', 3, 4, 0, 0}, new byte[0], new byte[] {(byte) 0xff, (byte) 0xfe})) {
            var answer = send(owner, owner.calendarNumber(), "", body);
            assertEquals(400, answer.statusCode());
            assertEquals("icalendar_invalid", answer.path("code"));
        }
        var many = send(owner, owner.calendarNumber(), "", SINGLE.repeat(5_001));
        assertEquals("icalendar_too_long", many.path("code"));
        assertEquals(400, many.statusCode());
        send(owner, owner.calendarNumber(), "", "BEGIN:A\n".repeat(500_000))
                .then()
                .statusCode(200);
        send(owner, owner.calendarNumber(), "", "BEGIN:VCALENDAR\n" + "A:\n".repeat(1_000_000))
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("6.1 8.5 a file of 5,000 events is imported")
    void manyEvents() {
        var owner = Api.user();
        var events = new StringBuilder();
        for (var number = 0; number < 5_000; number++) {
            events.append(
                    event("many-" + number, "DTSTART:20270302T100000Z", "DURATION:PT1H", "SUMMARY:Event " + number));
        }
        var begun = System.nanoTime();
        assertEquals("5000 0 0 0", counts(put(owner, events.toString())));
        System.out.println("5,000 events were imported in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertEquals("0 0 5000 0", counts(put(owner, events.toString())));
        assertEquals(5_001, exported(owner, owner.calendarNumber()).split("BEGIN:VEVENT").length);
    }

    @Test
    @DisplayName("6.1 an exclusive calendar takes the events of a file that are at no taken time")
    void anExclusiveCalendarTakesWhatIsFree() {
        var user = Api.user();
        var room = user.send(Map.of("name", "Room", "exclusive", true))
                .post("/api/v2/calendars")
                .<String>path("data[0].id");
        var overlapping = event("other", "DTSTART:20260302T103000Z", "DURATION:PT1H", "SUMMARY:Cake");
        var later = event("later", "DTSTART:20260302T113000Z", "DURATION:PT1H", "SUMMARY:Walk");
        var answer = putInto(user, room, "", SINGLE, overlapping, later);
        assertEquals("2 0 0 1", counts(answer));
        var skipped = (Map<?, ?>) ((List<?>) answer.get("skipped")).getFirst();
        assertEquals("other", skipped.get("uid"));
        assertEquals("is at a time that another event of the calendar takes", skipped.get("reason"));
        // The series meets the single event, and is not taken in part.
        assertEquals("0 0 0 1", counts(putInto(user, room, "", SERIES, EXCEPTION)));
        assertEquals("0 0 2 0", counts(putInto(user, room, "", SINGLE, later)));
    }
}
