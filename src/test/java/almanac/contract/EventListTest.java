package almanac.contract;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Api.create;
import static almanac.testing.Api.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// GET /events (contract, section 3): which events a window holds, and in which order.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventListTest {
    private static final long WINDOW = 31 * DAY;

    private final Clock clock;

    EventListTest(Clock clock) {
        this.clock = clock;
    }

    @Test
    void answersTheEventsAsTheyAreAnsweredElsewhere() {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        var body = event("Tea", "attachment_ids", List.of(file));
        body.put("attendees", List.of("guest@example.org", Api.user().email()));
        body.put("reminders", List.of(Map.of("type", "email", "minutes", 5)));
        var made = create(user, body);
        List<Map<String, Object>> list = list(user, Map.of());
        assertEquals(List.of(made), list);
        assertEquals(List.of(Api.read(user, made)), list);
    }

    @Test
    void holdsThirtyOneDaysFromNowByDefault() {
        var user = Api.user();
        var now = clock.millis();
        at(user, "before", now - 30 * MINUTE);
        at(user, "running", now - 30 * MINUTE + 1);
        at(user, "last", now + WINDOW - 1);
        at(user, "after", now + WINDOW);
        assertEquals(List.of("running", "last"), titles(user, Map.of()));
    }

    @Test
    void holdsWhatOverlapsTheWindow() {
        var user = Api.user();
        at(user, "ends as it begins", TEN - 30 * MINUTE);
        at(user, "reaches in", TEN - 30 * MINUTE + 1);
        at(user, "begins as it begins", TEN);
        at(user, "reaches out", TEN + DAY - 1);
        at(user, "begins as it ends", TEN + DAY);
        var around = event("around it", "start_time", TEN - DAY);
        around.put("end_time", TEN + 2 * DAY);
        create(user, around);
        assertEquals(
                List.of("around it", "reaches in", "begins as it begins", "reaches out"),
                titles(user, Map.of("from", TEN, "to", TEN + DAY)));
    }

    @Test
    void takesThirtyOneDaysFromTheOneBoundThatIsSent() {
        var user = Api.user();
        var far = TEN + 400 * DAY;
        at(user, "early", far);
        at(user, "late", far + WINDOW - 1);
        at(user, "too late", far + WINDOW);
        assertEquals(List.of("early", "late"), titles(user, Map.of("from", far)));
        assertEquals(List.of("early", "late"), titles(user, Map.of("to", far + WINDOW)));
        assertEquals(List.of("late", "too late"), titles(user, Map.of("to", far + WINDOW + 30 * MINUTE)));
        assertEquals(List.of("early", "late"), titles(user, Map.of("from", far, "to", far + WINDOW)));
    }

    @Test
    void refusesWindowsThatAreTooLongOrTurnedAround() {
        var user = Api.user();
        for (var to : List.of(TEN, TEN - 1, TEN + WINDOW + 1)) {
            Refusal.check(user.call().queryParams("from", TEN, "to", to).get("/api/v2/events"), 400, "to");
        }
    }

    @Test
    void ordersByStartAndThenById() {
        var user = Api.user();
        at(user, "third", TEN + 2);
        at(user, "first", TEN);
        var same = List.of(at(user, "a", TEN + 1), at(user, "b", TEN + 1), at(user, "c", TEN + 1));
        var expected = same.stream()
                .map(event -> (String) event.get("id"))
                .sorted(Comparator.naturalOrder())
                .toList();
        List<Map<String, Object>> listed = list(user, Map.of());
        assertEquals("first", listed.getFirst().get("title"));
        assertEquals("third", listed.getLast().get("title"));
        assertEquals(
                expected,
                listed.subList(1, 4).stream().map(event -> event.get("id")).toList());
    }

    @Test
    void leavesHiddenAndDisabledCalendarsOutUnlessAskedForThem() {
        var user = Api.user();
        in(user, Map.of("name", "hidden", "visibility", false));
        in(user, Map.of("name", "disabled", "status", false));
        in(user, Map.of("name", "both", "visibility", false, "status", false));
        assertEquals(List.of(), titles(user, Map.of()));
        assertEquals(List.of("hidden"), titles(user, Map.of("include_hidden_calendars", true)));
        assertEquals(List.of("hidden"), titles(user, Map.of("include_hidden_calendar", "True")));
        assertEquals(List.of("disabled"), titles(user, Map.of("include_disabled_calendar", true)));
        assertEquals(
                List.of("both", "disabled", "hidden"),
                titles(user, Map.of("include_hidden_calendars", true, "include_disabled_calendar", true)).stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of(), titles(user, Map.of("include_hidden_calendars", false, "include_disabled_calendar", false)));
    }

    @Test
    void holdsWhatTheCallerIsInvitedTo() {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email().toUpperCase(java.util.Locale.ROOT))));
        create(host, event("Private"));
        List<Map<String, Object>> seen = list(guest, Map.of());
        assertEquals(1, seen.size());
        assertEquals(made.get("id"), seen.getFirst().get("id"));
        assertEquals("participant", seen.getFirst().get("role"));
        assertEquals(host.calendarId(), seen.getFirst().get("calendar_id"));
    }

    @Test
    void holdsAnEventOnceThatIsSeenInTwoWays() {
        var host = Api.user();
        var guest = Api.user();
        Api.share(host, guest, "view");
        create(host, event("Tea", "attendees", List.of(guest.email(), host.email())));
        assertEquals(List.of("Tea"), titles(guest, Map.of()));
        assertEquals(List.of("Tea"), titles(host, Map.of()));
    }

    @Test
    void leavesDeclinedEventsOutWhereAsked() {
        var host = Api.user();
        var guest = Api.user();
        var invited = event("Declined", "attendees", List.of(guest.email()));
        Api.answer(guest, create(host, invited).get("id"), "declined").then().statusCode(200);
        invited.put("title", "Open");
        create(host, invited);
        assertEquals(List.of("Declined", "Open"), sorted(titles(guest, Map.of())));
        assertEquals(List.of("Declined", "Open"), sorted(titles(guest, Map.of("ignore_declined_events", false))));
        assertEquals(List.of("Open"), titles(guest, Map.of("ignore_declined_events", true)));
        assertEquals(List.of("Declined", "Open"), sorted(titles(host, Map.of("ignore_declined_events", true))));
    }

    @Test
    void findsWhatTheTitleContainsInAnyCase() {
        var user = Api.user();
        at(user, "Große Übung", TEN);
        at(user, "100% sure", TEN + 1);
        at(user, "snake_case", TEN + 2);
        at(user, "back\\slash", TEN + 3);
        assertEquals(List.of("Große Übung"), titles(user, Map.of("search", "ÜBUNG")));
        assertEquals(List.of("100% sure"), titles(user, Map.of("search", "%")));
        assertEquals(List.of("snake_case"), titles(user, Map.of("search", "_")));
        assertEquals(List.of("back\\slash"), titles(user, Map.of("search", "\\")));
        assertEquals(List.of(), titles(user, Map.of("search", "1%s")));
        assertEquals(List.of(), titles(user, Map.of("search", "tea")));
        assertEquals(4, titles(user, Map.of("search", "")).size());
    }

    @Test
    void showsNothingToStrangers() {
        create(Api.user(), event("Tea"));
        assertEquals(List.of(), titles(Api.user(), Map.of()));
    }

    private static Map<String, Object> at(Api.User user, String title, long start) {
        var body = event(title, "start_time", start);
        body.put("end_time", start + 30 * MINUTE);
        return create(user, body);
    }

    private static void in(Api.User user, Map<String, Object> calendar) {
        var id = user.send(calendar)
                .post("/api/v2/calendars")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].id");
        create(user, event((String) calendar.get("name"), "calendar_id", id));
    }

    private static List<String> sorted(List<String> titles) {
        return titles.stream().sorted().toList();
    }

    private static List<String> titles(Api.User user, Map<String, ?> query) {
        return list(user, query).stream()
                .map(event -> (String) event.get("title"))
                .toList();
    }

    private static List<Map<String, Object>> list(Api.User user, Map<String, ?> query) {
        return user.call()
                .queryParams(query)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }
}
