package almanac.contract;

import static almanac.testing.Api.create;
import static almanac.testing.Api.event;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// GET /events/{id} (contract, section 5).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventReadTest {
    @Test
    void answersTheEventWithItsTag() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        Api.read(user, made.get("id"), user.calendarId())
                .then()
                .statusCode(200)
                .header("ETag", "\"" + made.get("edit_tag") + "\"")
                .body("keySet()", equalTo(java.util.Set.of("data")))
                .body("data", equalTo(List.of(made)));
    }

    @Test
    void findsTheEventWhetherTheAtSignIsEncodedOrNot() {
        var user = Api.user();
        var id = (String) create(user, event("Tea")).get("id");
        for (var form : List.of(id, id.replace("@", "%40"))) {
            var answer = RawHttp.send(
                    "GET /api/v2/events/" + form + "?calendar_id=" + user.calendarNumber(),
                    "Authorization: Bearer " + user.token());
            assertEquals(200, answer.status(), form);
        }
    }

    @Test
    void takesTheCalendarInEveryForm() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var uid = Api.calendarOf(user, user.calendarNumber()).get("uid");
        var padded = user.calendarId();
        for (var form : List.of(padded, padded.replace("=", ""), uid, user.calendarNumber())) {
            Api.read(user, made.get("id"), form).then().statusCode(200);
        }
    }

    @Test
    void takesARecurrenceId() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        user.call()
                .queryParams("calendar_id", user.calendarId(), "recurrence_id", "20250210T050000Z")
                .get("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(200);
    }

    @Test
    void needsTheCalendar() {
        var user = Api.user();
        var id = create(user, event("Tea")).get("id");
        Refusal.check(user.call().get("/api/v2/events/{id}", id), 400, "calendar_id");
        Refusal.check(Api.read(user, id, ""), 400, "calendar_id");
    }

    @Test
    void answersTheSameForAbsentAndForInvisibleEvents() {
        var user = Api.user();
        var other = Api.user();
        var id = create(user, event("Tea")).get("id");
        var second = Api.calendar(user, "Second").get("id");
        var invisible = Api.read(other, id, user.calendarId());
        var absent = Api.read(other, "0123456789abcdef0123456789abcdef@almanac", other.calendarId());
        Refusal.check(invisible, 404);
        assertEquals(absent.asString(), invisible.asString());
        Refusal.check(Api.read(user, id, second), 404);
        Refusal.check(Api.read(user, id, "1"), 404);
    }

    @Test
    void showsTheEventToWhoeverIsInvited() {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email())));
        var seen = Api.read(guest, made);
        assertEquals("participant", seen.get("role"));
        var alike = new java.util.HashMap<String, Object>(made);
        alike.put("role", "participant");
        assertEquals(alike, seen);
        Api.edit(host, made.get("id"), Map.of("attendees", List.of())).then().statusCode(200);
        Refusal.check(Api.read(guest, made.get("id"), host.calendarId()), 404);
    }
}
