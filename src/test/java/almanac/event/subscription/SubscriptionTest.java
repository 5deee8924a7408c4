package almanac.event.subscription;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Repeating;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Calendars that programs read by a secret address.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SubscriptionTest {
    private static final String LINKS = "/api/v2/calendars/{id}/ics_links";

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    private User owner;

    @BeforeEach
    void anOwner() {
        clock.set(Instant.parse("2026-03-02T09:00:00Z"));
        owner = Api.user();
    }

    private static Map<String, Object> link(User user, String calendar, Map<String, Object> body) {
        return user.send(body)
                .post(LINKS, calendar)
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private String address(Map<String, Object> body) {
        return (String) link(owner, owner.calendarNumber(), body).get("url");
    }

    private static Response read(String address) {
        return RestAssured.given().get(URI.create(address));
    }

    private static Response read(String address, String tag) {
        return RestAssured.given().header("If-None-Match", tag).get(URI.create(address));
    }

    private static String text(Response answer) {
        answer.then().statusCode(200);
        return answer.asString().replace("\r\n ", "");
    }

    @Test
    @DisplayName("6.5 an address is read without a login, and says what it is")
    void anAddressIsReadWithoutALogin() {
        Api.create(owner, Api.event("Tea"));
        var answer = read(address(Map.of()));
        var file = text(answer);
        assertEquals("text/calendar;charset=UTF-8", answer.contentType());
        assertEquals("private, max-age=300", answer.header("Cache-Control"));
        assertTrue(file.startsWith("BEGIN:VCALENDAR\r\n"), file);
        assertTrue(file.endsWith("END:VCALENDAR\r\n"), file);
        for (var line : List.of(
                "SUMMARY:Tea",
                "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
                "X-PUBLISHED-TTL:PT15M",
                "NAME:" + owner.name(),
                "X-WR-CALNAME:" + owner.name())) {
            assertTrue(file.contains("\r\n" + line + "\r\n"), line + "\n" + file);
        }
        assertTrue(file.contains("\r\nCOLOR:"), file);
        assertTrue(file.contains("\r\nX-APPLE-CALENDAR-COLOR:#"), file);
    }

    @Test
    @DisplayName("6.5 a file that has not changed is a 304, and one that has is sent with another tag")
    void aFileThatHasNotChangedIsNotSent() {
        var address = address(Map.of());
        var tag = read(address).header("ETag");
        read(address, tag).then().statusCode(304).header("ETag", equalTo(tag)).body(equalTo(""));
        Api.create(owner, Api.event("Tea"));
        assertEquals(200, read(address, tag).statusCode());
        assertNotEquals(tag, read(address).header("ETag"));
    }

    @Test
    @DisplayName("6.5 a file has what ended at most 90 days ago, all ahead, and series whole")
    void aFileHasNinetyDaysBackAndAllAhead() {
        at("Long ago", TEN - 92 * DAY);
        at("Lately", TEN - 80 * DAY);
        at("Far ahead", TEN + 3_000 * DAY);
        var body = Api.event("Daily", "recurrence_rule", "FREQ=DAILY");
        body.put("start_time", TEN - 400 * DAY);
        body.put("end_time", TEN - 400 * DAY + 1);
        var series = Api.create(owner, body);
        var moved = TEN - 399 * DAY;
        Repeating.edit(
                owner,
                Repeating.item(owner, series, Repeating.id(moved)),
                "title",
                "Moved",
                "recurrence_id",
                Repeating.id(moved));
        var file = text(read(address(Map.of())));
        assertFalse(file.contains("Long ago"));
        for (var title : List.of("Lately", "Far ahead", "Daily", "Moved")) {
            assertTrue(file.contains("SUMMARY:" + title + "\r\n"), title);
        }
        assertTrue(file.contains("RRULE:FREQ=DAILY\r\n"));
        assertTrue(file.contains("RECURRENCE-ID"));
    }

    private void at(String title, long start) {
        var body = Api.event(title);
        body.put("start_time", start);
        body.put("end_time", start + 60 * Api.MINUTE);
        Api.create(owner, body);
    }

    @Test
    @DisplayName("6.5 a link that is busy only shows times, and no free ones")
    void aBusyLinkShowsTimesAlone() {
        var secret = Api.event("Secret title", "location", "Secret place");
        secret.put("description", "Secret plan");
        secret.put("type", "video_conference");
        secret.put("attendees", List.of("secret@example.com"));
        secret.put("reminders", List.of(Map.of("type", "popup", "minutes", 5)));
        Api.create(owner, secret);
        Api.create(owner, Api.event("Free", "transparency", "transparent"));
        var file = text(read(address(Map.of("detail", "busy"))));
        assertTrue(file.contains("SUMMARY:Busy\r\n"), file);
        assertTrue(file.contains("DTSTART"), file);
        assertEquals(1, file.split("BEGIN:VEVENT", -1).length - 1);
        for (var hidden : List.of("ecret", "Free", "ATTENDEE", "ORGANIZER", "VALARM", "CONFERENCE", "http")) {
            assertFalse(file.contains(hidden), hidden + "\n" + file);
        }
    }

    @Test
    @DisplayName("6.5 links are listed without their addresses, and revoked")
    void linksAreListedAndRevoked() {
        var made = link(owner, owner.calendarId(), Map.of("label", "Phone", "detail", "busy"));
        var address = (String) made.get("url");
        assertEquals(200, read(address).statusCode());
        owner.call()
                .get(LINKS, owner.calendarNumber())
                .then()
                .statusCode(200)
                .body("data.id", equalTo(List.of(made.get("id"))))
                .body("data[0].label", equalTo("Phone"))
                .body("data[0].detail", equalTo("busy"))
                .body("data[0].url", equalTo(null));
        var other = Api.user();
        other.call()
                .delete(LINKS + "/{link}", owner.calendarNumber(), made.get("id"))
                .then()
                .statusCode(404);
        owner.call()
                .delete(LINKS + "/{link}", owner.calendarNumber(), made.get("id"))
                .then()
                .statusCode(204);
        assertEquals(404, read(address).statusCode());
        owner.call()
                .delete(LINKS + "/{link}", owner.calendarNumber(), made.get("id"))
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("6.5 a guest's link ends with the share, and the owner's stays")
    void aGuestsLinkEndsWithTheShare() {
        var guest = Api.user();
        Api.share(owner, guest, "view");
        var mine = address(Map.of());
        var theirs = (String) link(guest, owner.calendarNumber(), Map.of()).get("url");
        assertEquals(200, read(theirs).statusCode());
        assertEquals(
                1,
                owner.call()
                        .get(LINKS, owner.calendarNumber())
                        .<List<?>>path("data")
                        .size(),
                "nobody sees the links of others");
        owner.call()
                .delete("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), guest.email())
                .then()
                .statusCode(204);
        assertEquals(404, read(theirs).statusCode());
        assertEquals(200, read(mine).statusCode());
        guest.send(Map.of()).post(LINKS, owner.calendarNumber()).then().statusCode(404);
    }

    @Test
    @DisplayName("6.5 a secret is stored as a hash, and a wrong one is a 404")
    void aSecretIsStoredAsAHash() {
        var address = address(Map.of());
        var secret = address.substring(address.lastIndexOf('/') + 1, address.length() - ".ics".length());
        assertEquals(43, secret.length() - "alm_ics_".length(), "256 bits");
        assertEquals(
                0,
                storage.count("select count(*) from ics_link l where l::text like '%" + secret
                        + "%' or encode(hash, 'escape') like '%" + secret + "%'"));
        assertTrue(secret.getBytes(StandardCharsets.US_ASCII).length > 0);
        assertEquals(404, read(address.replace(secret, secret + "x")).statusCode());
        assertEquals(404, read(address.replace(".ics", "")).statusCode());
    }

    @Test
    @DisplayName("6.5 a link is read 60 times a minute")
    void aLinkIsReadSixtyTimesAMinute() {
        var address = address(Map.of());
        for (var i = 0; i < 60; i++) {
            read(address, "*").then().statusCode(304);
        }
        var refused = read(address, "*");
        refused.then().statusCode(429).body("code", equalTo("too_many_requests"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 60);
        assertEquals(200, read(address(Map.of())).statusCode(), "another one is read");
    }

    @Test
    @DisplayName("6.5 what a link cannot be is refused")
    void whatALinkCannotBeIsRefused() {
        for (var body : List.of(
                Map.of("detail", "all"),
                Map.of("label", "x".repeat(101)),
                Map.of("stranger", "x"),
                Map.of("label", 1))) {
            owner.send(body).post(LINKS, owner.calendarNumber()).then().statusCode(400);
        }
        owner.send(Map.of())
                .post(LINKS, owner.calendarNumber())
                .then()
                .statusCode(200)
                .body("data.detail", equalTo("full"));
        owner.send(Map.of()).post(LINKS, "4711").then().statusCode(404);
        Api.user().call().get(LINKS, owner.calendarNumber()).then().statusCode(404);
    }
}
