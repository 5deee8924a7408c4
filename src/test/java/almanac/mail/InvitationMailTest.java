package almanac.mail;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MailBox;
import almanac.testing.MailBox.Taken;
import almanac.testing.MovableClock;
import almanac.testing.Repeating;
import almanac.testing.Storage;
import almanac.testing.WithMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What guests without an account are told, and how they answer.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(WithMail.class)
class InvitationMailTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
    private static final long HOUR = 60 * MINUTE;

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    MailBox box;

    private User owner;
    private String guest;

    @BeforeEach
    void begin() {
        clock.set(MORNING);
        owner = Api.user();
        guest = "guest-" + owner.email();
    }

    private Map<String, Object> event(String title, List<String> guests) {
        var event = new LinkedHashMap<>(Api.event(title));
        event.put("start_time", clock.millis() + DAY);
        event.put("end_time", clock.millis() + DAY + HOUR);
        event.put("timezone", "Europe/Berlin");
        event.put("attendees", guests);
        return event;
    }

    private void settle() {
        ReminderMailTest.settle(storage, clock.millis());
    }

    private static String link(Taken mail) {
        var text = mail.text();
        var start = text.indexOf(MailBox.URL + "/answer/");
        assertTrue(start > 0, text);
        return text.substring(start).split("\\s", 2)[0].substring(MailBox.URL.length());
    }

    private String status(Object event) {
        return Api.read(owner, event, owner.calendarId())
                .path("data[0].attendees.find { it.email == '" + guest + "' }.status");
    }

    private static Response post(String path) {
        return RestAssured.given()
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .post(path);
    }

    @Test
    @DisplayName(
            "7.7 a guest without an account is invited, told of changes and of the end, with a calendar object each")
    void aGuestIsTold() {
        var colleague = Api.user();
        var made = Api.create(owner, event("Tea", List.of(guest, colleague.email())));
        settle();
        var invitation = box.await(guest, 1).getFirst();
        assertEquals("Invitation: Tea, Tuesday, 3 March 2026, 10:00 – 11:00 (Europe/Berlin)", invitation.subject());
        assertTrue(invitation.calendarType().contains("method=REQUEST"), invitation.calendarType());
        assertTrue(invitation.calendar().contains("METHOD:REQUEST\r\n"), invitation.calendar());
        assertTrue(invitation.calendar().contains("UID:" + made.get("id")), invitation.calendar());
        assertTrue(invitation.calendar().contains("DTSTART;TZID=Europe/Berlin:20260303T100000"), invitation.calendar());
        assertFalse(invitation.calendar().contains("VALARM"), invitation.calendar());
        assertEquals(owner.email(), invitation.headers().get("Reply-To"));
        assertEquals(0, box.to(colleague.email()).size(), "who has an account sees it there");

        clock.advance(Duration.ofMinutes(1));
        var later = event("Tea and cake", List.of(guest, colleague.email()));
        Api.edit(owner, made.get("id"), later).then().statusCode(200);
        settle();
        var change = box.await(guest, 2).get(1);
        assertTrue(change.subject().startsWith("Changed: Tea and cake"), change.subject());
        assertTrue(sequence(change) > sequence(invitation), "the guest's calendar takes the later one");

        var gone = Api.read(owner, made.get("id"), owner.calendarId());
        owner.call()
                .queryParam("calendar_id", owner.calendarId())
                .queryParam("edit_tag", gone.<String>path("data[0].edit_tag"))
                .delete("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(204);
        settle();
        var end = box.await(guest, 3).get(2);
        assertTrue(end.subject().startsWith("Cancelled: "), end.subject());
        assertTrue(end.calendar().contains("METHOD:CANCEL\r\n"), end.calendar());
        assertTrue(end.calendar().contains("STATUS:CANCELLED\r\n"), end.calendar());
        assertTrue(sequence(end) > sequence(change), end.calendar());
        assertFalse(end.text().contains("/answer/"), "there is nothing to answer");
    }

    private static int sequence(Taken mail) {
        return mail.calendar()
                .lines()
                .filter(line -> line.startsWith("SEQUENCE:"))
                .mapToInt(line -> Integer.parseInt(line.substring("SEQUENCE:".length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("7.7 what changes no time, place or content is not told; who is removed is told alone")
    void onlyWhatMattersIsTold() {
        var other = "other-" + owner.email();
        var made = Api.create(owner, event("Tea", List.of(guest, other)));
        settle();
        box.await(guest, 1);
        box.await(other, 1);
        var quiet = event("Tea", List.of(guest, other));
        quiet.put("reminders", List.of(Map.of("type", "popup", "minutes", 5)));
        Api.edit(owner, made.get("id"), quiet).then().statusCode(200);
        settle();
        Api.edit(owner, made.get("id"), event("Tea", List.of(other))).then().statusCode(200);
        settle();
        box.await(guest, 2);
        settle();
        assertTrue(
                box.to(guest).get(1).subject().startsWith("Cancelled"),
                box.to(guest).toString());
        assertEquals(1, box.to(other).size(), box.to(other).toString());
    }

    @Test
    @DisplayName(
            "7.8 the link in the mail shows the event and changes nothing, its buttons answer for this guest alone")
    void aGuestAnswers() {
        var other = "other-" + owner.email();
        var made = Api.create(owner, event("Tea <script>", List.of(guest, other)));
        settle();
        var link = link(box.await(guest, 1).getFirst());
        var page =
                RestAssured.given().header("Accept-Language", "de-AT, en;q=0.5").get(link);
        assertEquals(200, page.statusCode());
        assertTrue(page.asString().contains("Nehmen Sie teil?"), page.asString());
        // A browser holds to each policy that there is, and that of all other answers sends no form.
        assertEquals(1, page.headers().getValues("Content-Security-Policy").size());
        assertTrue(page.asString().contains("Tea &lt;script&gt;"), page.asString());
        assertEquals("yet_to_respond", status(made.get("id")));

        assertEquals(200, post(link + "/accepted").statusCode());
        assertEquals("accepted", status(made.get("id")));
        var changed = post(link + "/declined");
        assertTrue(changed.asString().contains("You said that you will not come."), changed.asString());
        assertEquals("declined", status(made.get("id")));
        assertEquals(
                "yet_to_respond",
                Api.read(owner, made.get("id"), owner.calendarId())
                        .path("data[0].attendees.find { it.email == '" + other + "' }.status"));
        settle();
        assertEquals(1, box.to(guest).size(), "an answer is no news to guests");
    }

    @Test
    @DisplayName("7.8 a link ends with the event, with the invitation, and when it was tampered with")
    void linksEnd() {
        var made = Api.create(owner, event("Tea", List.of(guest)));
        settle();
        var link = link(box.await(guest, 1).getFirst());
        var tampered = link.substring(0, link.length() - 3) + (link.endsWith("AAA") ? "BBB" : "AAA");
        assertEquals(404, RestAssured.get(tampered).statusCode());
        assertEquals(404, post(link + "/yet_to_respond").statusCode());
        assertEquals(404, post(link + "/maybe").statusCode());
        Api.edit(owner, made.get("id"), event("Tea", List.of())).then().statusCode(200);
        assertEquals(410, RestAssured.get(link).statusCode());
        assertEquals(410, post(link + "/accepted").statusCode());
        Api.edit(owner, made.get("id"), event("Tea", List.of(guest))).then().statusCode(200);
        assertEquals(200, RestAssured.get(link).statusCode());
        clock.advance(Duration.ofHours(26));
        assertEquals(410, post(link + "/accepted").statusCode());
    }

    @Test
    @DisplayName(
            "7.7 an invitation that was not sent yet tells the last state, and one that was taken back is never sent")
    void whatWaitsIsReplaced() {
        storage.run("update mail_rate set minute = " + clock.millis() / 60_000 + ", sent = 0");
        var made = Api.create(owner, event("Tea", List.of(guest)));
        var never = "never-" + owner.email();
        var brief = Api.create(owner, event("Short", List.of(never)));
        Api.edit(owner, made.get("id"), event("Cake", List.of(guest))).then().statusCode(200);
        owner.call()
                .queryParam("calendar_id", owner.calendarId())
                .queryParam("edit_tag", brief.get("edit_tag"))
                .delete("/api/v2/events/{id}", brief.get("id"));
        settle();
        var mails = box.await(guest, 1);
        settle();
        assertTrue(mails.getLast().subject().contains("Cake"), mails.toString());
        assertTrue(box.to(never).size() != 1, "invited, and told of the end; or neither");
    }

    @Test
    @DisplayName("7.7 a series is told once, a changed occurrence of it by itself, and its answer is that occurrence's")
    void seriesAreTold() {
        var body = event("Standup", List.of(guest));
        body.put("recurrence_rule", "FREQ=DAILY;COUNT=5");
        var made = Api.create(owner, body);
        settle();
        var invitation = box.await(guest, 1).getFirst();
        assertTrue(invitation.calendar().contains("RRULE:FREQ=DAILY;COUNT=5"), invitation.calendar());
        assertTrue(invitation.text().contains("This event repeats"), invitation.text());
        var id = Repeating.id(clock.millis() + 2 * DAY);
        var one = event("Long standup", List.of(guest));
        one.put("start_time", clock.millis() + 2 * DAY);
        one.put("end_time", clock.millis() + 2 * DAY + 2 * HOUR);
        one.put("recurrence_id", id);
        Api.edit(owner, made.get("id"), one).then().statusCode(200);
        settle();
        var change = box.await(guest, 2).get(1);
        assertTrue(change.calendar().contains("RECURRENCE-ID;TZID=Europe/Berlin:20260304T100000"), change.calendar());
        assertEquals(200, post(link(change) + "/declined").statusCode());
        assertEquals("yet_to_respond", status(made.get("id")));
        assertEquals(
                "declined",
                Repeating.item(owner, made, id) instanceof Map<?, ?> item
                        ? ((Map<?, ?>) ((List<?>) item.get("attendees")).getFirst()).get("status")
                        : "");
    }

    @Test
    @DisplayName(
            "7.7 the guests of an imported event were invited elsewhere, and are told of later changes by the name from there")
    void importsInviteNobody() {
        var ics = """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                UID:imported-%1$s
                DTSTART:20260304T100000Z
                DTEND:20260304T110000Z
                SUMMARY:From elsewhere
                ATTENDEE:mailto:%2$s
                END:VEVENT
                END:VCALENDAR
                """.formatted(owner.zuid(), guest).replace("\n", "\r\n");
        owner.call()
                .contentType("text/calendar")
                .body(ics)
                .post("/api/v2/calendars/{id}/import", owner.calendarNumber())
                .then()
                .statusCode(200);
        settle();
        assertEquals(0, box.to(guest).size());
        var made = owner.call()
                .queryParams("from", clock.millis(), "to", clock.millis() + 7 * DAY)
                .get("/api/v2/events")
                .jsonPath();
        var later = event("From elsewhere, later", List.of(guest));
        var edited = Api.edit(owner, made.get("data[0].id"), later);
        edited.then().statusCode(200);
        settle();
        var change = box.await(guest, 1).getFirst();
        assertTrue(change.calendar().contains("UID:imported-" + owner.zuid()), change.calendar());
        owner.call()
                .queryParam("calendar_id", owner.calendarId())
                .queryParam("edit_tag", edited.<String>path("data[0].edit_tag"))
                .delete("/api/v2/events/{id}", made.<String>get("data[0].id"))
                .then()
                .statusCode(204);
        settle();
        var end = box.await(guest, 2).get(1);
        assertTrue(end.calendar().contains("METHOD:CANCEL\r\n"), end.calendar());
        assertTrue(end.calendar().contains("UID:imported-" + owner.zuid()), end.calendar());
    }
}
