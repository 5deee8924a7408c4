package almanac.contract;

import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Api.create;
import static almanac.testing.Api.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// POST /events (contract, section 2): every field of the event, every default.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventCreateTest {
    @Test
    void answersExactlyTheFieldsOfTheContract() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var expected = new HashMap<String, Object>(Map.of(
                "entity_type",
                8,
                "type",
                "normal_event",
                "title",
                "Tea",
                "description",
                "",
                "location",
                "",
                "start_time",
                TEN,
                "end_time",
                TEN + 30 * MINUTE,
                "timezone",
                "Europe/Berlin",
                "isallday",
                false,
                "calendar_id",
                user.calendarId()));
        var person = Map.of("name", user.name(), "email", user.email(), "id", user.zuid());
        expected.put("is_big_chat_event", false);
        expected.put("creator", person);
        expected.put("organizer", person);
        expected.put("attendees", List.of());
        expected.put("role", "organizer");
        expected.put("reminders", List.of(Map.of("type", "email", "minutes", 15)));
        expected.put("attachments", List.of());
        for (var unpredictable : List.of("id", "entity_id", "edit_tag")) {
            expected.put(unpredictable, made.get(unpredictable));
        }
        assertEquals(expected, made);
    }

    @Test
    void givesIdsOfTheDocumentedForms() {
        var made = create(Api.user(), event("Tea"));
        assertThat((String) made.get("id"), matchesRegex("[0-9a-f]{32}@almanac"));
        assertThat(
                (String) made.get("entity_id"),
                matchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
        assertThat((String) made.get("edit_tag"), matchesRegex("\\d+"));
    }

    @Test
    void answersInAnEnvelopeOfOne() {
        Api.user()
                .send(event("Tea"))
                .post("/api/v2/events")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("keySet()", equalTo(java.util.Set.of("data")))
                .body("data.size()", equalTo(1));
    }

    @Test
    void keepsEveryFieldThatIsSent() {
        var user = Api.user();
        var sent = event("Ünïcödé 🍵", "description", "First line\nsecond line");
        sent.put("location", "Straße 1, 東京");
        sent.put("calendar_id", user.calendarId());
        sent.put("type", "event_management");
        sent.put("attendees", List.of("guest@example.org"));
        sent.put("reminders", List.of(Map.of("type", "popup", "minutes", 10)));
        var made = create(user, sent);
        for (var kept : List.of("title", "description", "location", "calendar_id", "type", "reminders")) {
            assertEquals(sent.get(kept), made.get(kept));
        }
        assertEquals(made, Api.read(user, made));
    }

    @Test
    @DisplayName(
            "2 an event that names no reminders has those of its calendar, as they are now; an empty list means none")
    void hasTheRemindersOfItsCalendar() {
        var user = Api.user();
        var first = create(user, event("Tea"));
        assertEquals(List.of(Map.of("type", "email", "minutes", 15)), first.get("reminders"));
        assertEquals(
                List.of(), create(user, event("Tea", "reminders", List.of())).get("reminders"));
        var usual =
                List.of(Map.of("minutes", "-5", "action", "popup"), Map.of("minutes", "0", "action", "notification"));
        user.send(Map.of("reminders", usual))
                .put("/api/v2/calendars/" + user.calendarNumber())
                .then()
                .statusCode(200);
        var writer = Api.user();
        Api.share(user, writer, "edit");
        var now = List.of(Map.of("type", "popup", "minutes", 5), Map.of("type", "notification", "minutes", 0));
        for (var maker : List.of(user, writer)) {
            var made = create(maker, event("Cake", "calendar_id", user.calendarId()));
            assertEquals(now, made.get("reminders"));
        }
        assertEquals(first, Api.read(user, first), "an event keeps its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal_event", "event_management"})
    void hasNoMeetingLinkWhereNobodyMeetsOnline(String type) {
        assertThat(create(Api.user(), event("Tea", "type", type)), not(hasKey("meeting_link")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio_conference", "video_conference"})
    void hasAnUnguessableMeetingLinkForAConference(String type) {
        var user = Api.user();
        var first = create(user, event("Call", "type", type));
        var second = create(user, event("Call", "type", type));
        assertEquals(type, first.get("type"));
        assertThat(
                (String) first.get("meeting_link"), matchesRegex("https://meet\\.jit\\.si/almanac-[A-Za-z0-9_-]{22}"));
        assertNotEquals(first.get("meeting_link"), second.get("meeting_link"));
        assertEquals(first.get("meeting_link"), Api.read(user, first).get("meeting_link"));
    }

    @Test
    void takesTimesAsNumericStrings() {
        var sent = event("Tea", "start_time", Long.toString(TEN));
        sent.put("end_time", Long.toString(TEN + MINUTE));
        var made = create(Api.user(), sent);
        assertEquals(TEN, made.get("start_time"));
        assertEquals(TEN + MINUTE, made.get("end_time"));
    }

    @Test
    void takesTimesInThePast() {
        var sent = event("Moon", "start_time", -14_182_940_000L);
        sent.put("end_time", -14_182_000_000L);
        assertEquals(-14_182_940_000L, create(Api.user(), sent).get("start_time"));
    }

    @Test
    void takesAttendeesAsAddressesAndAsObjects() {
        var known = Api.user();
        var made = create(
                Api.user(),
                event(
                        "Tea",
                        "attendees",
                        List.of(
                                "a@example.org",
                                Map.of("email", "b@example.org", "status", "accepted"),
                                known.email())));
        var stranger = Map.of("status", "yet_to_respond", "name", "a@example.org", "email", "a@example.org");
        var accepted = Map.of("status", "accepted", "name", "b@example.org", "email", "b@example.org");
        var account =
                Map.of("status", "yet_to_respond", "name", known.name(), "email", known.email(), "id", known.zuid());
        assertEquals(List.of(stranger, accepted, account), made.get("attendees"));
    }

    @Test
    void foldsAttendeesThatDifferInCaseAlone() {
        var made = create(
                Api.user(),
                event("Tea", "attendees", List.of("Guest@Example.org", "guest@example.ORG", "other@example.org")));
        assertEquals(List.of("Guest@Example.org", "other@example.org"), emails(made));
    }

    @Test
    void takesFiveHundredAttendees() {
        var many = java.util.stream.IntStream.range(0, 500)
                .mapToObj(number -> "guest" + number + "@example.org")
                .toList();
        assertEquals(many, emails(create(Api.user(), event("All hands", "attendees", many))));
    }

    @Test
    void takesRemindersPlainNestedAndAsAnObject() {
        var plain = List.of(Map.of("type", "email", "minutes", 0), Map.of("type", "notification", "minutes", 40_320));
        var user = Api.user();
        for (var shape : List.of(plain, List.of(Map.of("reminders", plain)), Map.of("reminders", plain))) {
            assertEquals(plain, create(user, event("Tea", "reminders", shape)).get("reminders"));
        }
    }

    @Test
    void takesTheCalendarInEveryForm() {
        var user = Api.user();
        var uid = Api.calendarOf(user, user.calendarNumber()).get("uid");
        var padded = user.calendarId();
        var unpadded = padded.replace("=", "");
        var urlSafe = unpadded.replace('+', '-').replace('/', '_');
        for (var form : List.of(padded, unpadded, urlSafe, user.calendarNumber(), uid)) {
            assertEquals(padded, create(user, event("Tea", "calendar_id", form)).get("calendar_id"));
        }
    }

    @Test
    void takesTheLongestTexts() {
        var sent = event("🍵".repeat(255), "location", "é".repeat(255));
        sent.put("description", "語".repeat(10_000));
        var made = create(Api.user(), sent);
        for (var text : List.of("title", "location", "description")) {
            assertEquals(sent.get(text), made.get(text));
        }
    }

    @Test
    void takesNullForWhatMayBeLeftOut() {
        var sent = event("Tea");
        for (var optional : List.of("location", "description", "attendees", "reminders", "attachment_ids", "type")) {
            sent.put(optional, null);
        }
        assertEquals("normal_event", create(Api.user(), sent).get("type"));
    }

    private static List<?> emails(Map<String, Object> event) {
        return ((List<?>) event.get("attendees"))
                .stream().map(attendee -> ((Map<?, ?>) attendee).get("email")).toList();
    }
}
