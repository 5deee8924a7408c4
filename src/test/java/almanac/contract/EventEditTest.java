package almanac.contract;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static almanac.testing.Api.create;
import static almanac.testing.Api.edit;
import static almanac.testing.Api.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PUT /events/{id} (contract, section 4): what changes, what is kept, where an event moves.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventEditTest {
    private final Storage storage;

    EventEditTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void takesWhatWasReadAndChangesNothing() {
        var owner = Api.user();
        var guest = Api.user();
        var file = Api.upload(owner, "cake.txt", "two kinds");
        for (var made : List.of(
                create(owner, event("Tea")),
                create(owner, event("Call", "type", "video_conference")),
                create(owner, event("Cake", "attachment_ids", List.of(file))),
                create(owner, event("Day", "start_time", Api.TEN - Api.TEN % Api.DAY)),
                create(
                        owner,
                        event("Guests", "attendees", List.of(guest.email(), "nobody@example.org", owner.email()))))) {
            var current = Api.read(owner, made);
            var answer = owner.send(current).put("/api/v2/events/{id}", made.get("id"));
            assertEquals(200, answer.statusCode(), answer::asString);
            var now = Api.read(owner, made);
            assertEquals(without(current, "edit_tag"), without(now, "edit_tag"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "entity_id",
                "entity_type",
                "isallday",
                "is_big_chat_event",
                "creator",
                "organizer",
                "role",
                "meeting_link"
            })
    void refusesAnotherValueOfWhatCannotBeSet(String field) {
        var owner = Api.user();
        var made = create(owner, event("Tea"));
        for (var value : Arrays.asList("another", 7, true, Map.of("id", "1"))) {
            var body = new HashMap<>(event("Edited"));
            body.put(field, value);
            if (Objects.equals(value, made.get(field))) {
                continue;
            }
            Refusal.check(owner.send(body).put("/api/v2/events/{id}", made.get("id")), 400, field);
            assertEquals(400, owner.send(body).post("/api/v2/events").statusCode());
        }
        assertEquals(made, Api.read(owner, made));
        var body = new HashMap<>(event("Edited"));
        body.put(field, null);
        owner.send(body).put("/api/v2/events/{id}", made.get("id")).then().statusCode(200);
    }

    @Test
    void refusesAnotherIdOrNameOfAnAttendee() {
        var owner = Api.user();
        var guest = Api.user();
        var made = create(owner, event("Tea", "attendees", List.of(guest.email())));
        for (var attendee : List.of(
                Map.of("email", guest.email(), "id", "1"),
                Map.of("email", guest.email(), "name", "Somebody else"),
                Map.of("email", "new@example.org", "id", guest.zuid()))) {
            var field = attendee.containsKey("id") ? "attendees[0].id" : "attendees[0].name";
            Refusal.check(Api.edit(owner, made.get("id"), Map.of("attendees", List.of(attendee))), 400, field);
        }
        var unknown = Map.of("email", guest.email(), "colour", "red");
        var refused = Api.edit(owner, made.get("id"), Map.of("attendees", List.of(unknown)));
        Refusal.extra(refused, "attendees[0].colour");
        var known = event("New", "attendees", List.of(Map.of("email", guest.email(), "id", guest.zuid())));
        Refusal.extra(owner.send(known).post("/api/v2/events"), "attendees[0].id");
    }

    private static Map<String, Object> without(Map<String, Object> event, String field) {
        var others = new HashMap<>(event);
        others.remove(field);
        return others;
    }

    @Test
    void changesWhatIsSentAndKeepsTheRest() {
        var user = Api.user();
        var body = event("Tea", "location", "Kitchen");
        body.putAll(
                Map.of("description", "Green", "attendees", List.of("guest@example.org"), "type", "event_management"));
        body.put("reminders", List.of(Map.of("type", "popup", "minutes", 5)));
        body.put("attachment_ids", List.of(Api.upload(user, "plan.txt", "plan")));
        var before = create(user, body);
        var after = edited(user, before, Map.of("title", "Coffee", "start_time", TEN + DAY, "end_time", TEN + 2 * DAY));
        assertEquals("Coffee", after.get("title"));
        assertEquals(TEN + DAY, after.get("start_time"));
        assertEquals(TEN + 2 * DAY, after.get("end_time"));
        for (var field : before.keySet()) {
            if (!List.of("title", "start_time", "end_time", "edit_tag").contains(field)) {
                assertEquals(before.get(field), after.get(field), field);
            }
        }
        assertEquals(after, Api.read(user, before));
    }

    @Test
    void changesEveryOptionalFieldThatIsSent() {
        var user = Api.user();
        var before = create(user, event("Tea"));
        var sent = Map.of(
                "title", "Call",
                "timezone", "Asia/Tokyo",
                "location", "Online",
                "description", "Talk",
                "type", "video_conference",
                "reminders", List.of(Map.of("type", "email", "minutes", 1)));
        var after = edited(user, before, sent);
        sent.forEach((field, value) -> assertEquals(value, after.get(field), field));
        assertTrue(((String) after.get("meeting_link")).startsWith("https://meet.jit.si/almanac-"));
    }

    @Test
    void keepsTheLinkOfAMeeting() {
        var user = Api.user();
        var before = create(user, event("Call", "type", "audio_conference"));
        assertNull(edited(user, before, Map.of("type", "normal_event")).get("meeting_link"));
        assertEquals(
                before.get("meeting_link"),
                edited(user, before, Map.of("type", "video_conference")).get("meeting_link"));
    }

    @Test
    void emptiesTextsAndListsThatAreSentEmpty() {
        var user = Api.user();
        var body = event("Tea", "location", "Kitchen");
        body.putAll(Map.of("description", "Green", "attendees", List.of("guest@example.org")));
        body.put("reminders", List.of(Map.of("type", "popup", "minutes", 5)));
        body.put("attachment_ids", List.of(Api.upload(user, "plan.txt", "plan")));
        var before = create(user, body);
        var lists = Map.of("attendees", List.of(), "reminders", List.of(), "attachment_ids", List.of());
        var after = edited(user, before, lists);
        var texts = edited(user, before, Map.of("location", "", "description", ""));
        assertEquals(List.of(), after.get("attendees"));
        assertEquals(List.of(), after.get("reminders"));
        assertEquals(List.of(), after.get("attachments"));
        assertEquals("", texts.get("location"));
        assertEquals("", texts.get("description"));
    }

    @Test
    void replacesAttendeesAndKeepsTheirAnswers() {
        var host = Api.user();
        var guest = Api.user();
        var before = create(host, event("Tea", "attendees", List.of(guest.email(), "gone@example.org")));
        Api.answer(guest, before.get("id"), "tentative").then().statusCode(200);
        var after = edited(
                host,
                before,
                Map.of(
                        "attendees",
                        List.of(
                                Map.of("email", "new@example.org", "status", "declined"),
                                Map.of("email", guest.email()))));
        assertEquals(List.of("new@example.org declined", guest.email() + " tentative"), attendees(after));
        var forced = Map.of("attendees", List.of(Map.of("email", guest.email(), "status", "yet_to_respond")));
        assertEquals(List.of(guest.email() + " yet_to_respond"), attendees(edited(host, before, forced)));
    }

    @Test
    void movesTheEventToAnotherCalendar() {
        var user = Api.user();
        var before = create(user, event("Tea"));
        var other = Api.calendar(user, "Other");
        var left = Api.ctag(user);
        var after = edited(user, before, Map.of("calendar_id", other.get("uid")));
        assertEquals(other.get("calendar_id"), after.get("calendar_id"));
        assertTrue(Api.ctag(user) > left, "the calendar it left");
        var entered = Api.calendarOf(user, (String) other.get("id"));
        assertTrue((long) entered.get("ctag") > (long) other.get("ctag"), "the calendar it entered");
        Refusal.check(Api.read(user, before.get("id"), user.calendarId()), 404);
        assertEquals(after, Api.read(user, after));
        assertEquals(List.of("created", "moved"), storage.reasonsOf(before.get("id")));
    }

    @Test
    void movesOnlyWhereTheCallerMayWrite() {
        var user = Api.user();
        var other = Api.user();
        var before = create(user, event("Tea"));
        Refusal.check(edit(user, before.get("id"), Map.of("calendar_id", other.calendarId())), 404, "calendar_id");
        Api.share(other, user, "view");
        Refusal.check(edit(user, before.get("id"), Map.of("calendar_id", other.calendarId())), 403);
        assertEquals(before, Api.read(user, before));
        Api.share(other, user, "edit");
        var after = edited(user, before, Map.of("calendar_id", other.calendarId()));
        assertEquals(other.calendarId(), after.get("calendar_id"));
        assertEquals(after.get("id"), Api.read(other, after).get("id"));
    }

    @Test
    void letsNobodyEditWhoIsOnlyInvited() {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email())));
        Refusal.check(edit(guest, made.get("id"), Map.of()), 403);
        Refusal.check(edit(Api.user(), made.get("id"), Map.of()), 404);
        assertEquals(made, Api.read(host, made));
        assertEquals(List.of("created"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void needsTheFourRequiredFields() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var answer = user.send(Map.of()).put("/api/v2/events/{id}", made.get("id"));
        Refusal.check(answer, 400, "end_time", "start_time", "timezone", "title");
        assertEquals(made, Api.read(user, made));
    }

    @Test
    void logsWhichFieldsDiffer() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var after = edited(user, made, Map.of("title", "Coffee", "location", "Bar"));
        var change = storage.changesOf(made.get("id")).getLast();
        assertEquals("location title", change.changed());
        assertEquals(made.get("edit_tag"), Long.toString(change.oldTag()));
        assertEquals(after.get("edit_tag"), Long.toString(change.newTag()));
        assertEquals(user.zuid(), change.actor());
        assertNotEquals(change.oldTag(), change.newTag());
    }

    private static Map<String, Object> edited(Api.User user, Map<String, Object> event, Map<String, ?> fields) {
        return edit(user, event.get("id"), fields)
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    private static List<String> attendees(Map<String, Object> event) {
        return ((List<?>) event.get("attendees"))
                .stream()
                        .map(entry -> (Map<?, ?>) entry)
                        .map(attendee -> attendee.get("email") + " " + attendee.get("status"))
                        .toList();
    }
}
