package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Narrow;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What `GET` gave of a calendar or a share is taken by `PUT` (contract, "Errors").
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class CalendarSentBackTest {
    /// What a client can set.
    private static final Set<String> SET = Set.of(
            "name",
            "description",
            "color",
            "textcolor",
            "timezone",
            "visibility",
            "status",
            "include_infreebusy",
            "canSendMail",
            "order",
            "reminders");

    private final Storage storage;

    CalendarSentBackTest(Storage storage) {
        this.storage = storage;
    }

    private static Response put(Api.User user, Object body) {
        return user.send(body).put("/api/v2/calendars/{id}", user.calendarNumber());
    }

    @Test
    void takesNullForWhatIsLeftOut() {
        var owner = Api.user();
        for (var field : List.of("ctag", "owner", "uid", "mirror")) {
            var body = new HashMap<String, Object>();
            body.put("name", "Renamed");
            body.put(field, null);
            put(owner, body).then().statusCode(200);
        }
    }

    @Test
    void takesNullForWhatANewCalendarCannotHave() {
        var owner = Api.user();
        var body = new HashMap<String, Object>(Map.of("name", "New"));
        List.of("ctag", "owner", "uid", "mirror").forEach(field -> body.put(field, null));
        owner.send(body).post("/api/v2/calendars").then().statusCode(200);
        body.put("unknown", null);
        Refusal.extra(owner.send(body).post("/api/v2/calendars"), "unknown");
    }

    @Test
    void takesACalendarAsItWasRead() {
        var user = Api.user();
        put(user, Map.of("reminders", List.of(Map.of("minutes", "-5", "action", "popup"))))
                .then()
                .statusCode(200);
        var read = Api.calendarOf(user, user.calendarNumber());
        var answer = put(user, read);
        assertEquals(200, answer.statusCode(), answer::asString);
        assertEquals(without(read), without(answer.path("data[0]")));
        var changed = new HashMap<>(Api.calendarOf(user, user.calendarNumber()));
        changed.put("name", "Another");
        changed.put("reminders", List.of());
        // Ids are numbers to some clients.
        changed.put("id", Long.valueOf(user.calendarNumber()));
        assertEquals("Another", put(user, changed).path("data[0].name"));
    }

    private static Map<String, Object> without(Map<String, Object> calendar) {
        var others = new HashMap<>(calendar);
        others.keySet().removeAll(Set.of("ctag", "modifiedtime", "calendar_modifiedtime", "lastmodifiedtime"));
        return others;
    }

    @Test
    void refusesAnotherValueOfWhatCannotBeSet() {
        var user = Api.user();
        var read = Api.calendarOf(user, user.calendarNumber());
        var fields = new HashMap<>(read);
        fields.keySet().removeAll(SET);
        fields.put("mirror", null);
        assertEquals(18, fields.size(), fields.toString());
        for (var field : fields.keySet()) {
            for (var value : List.of("another", 7, true, List.of(), Map.of("state", "current"))) {
                if (!Objects.equals(value, fields.get(field))) {
                    var body = new HashMap<String, Object>(Map.of("name", "Changed"));
                    body.put(field, value);
                    Refusal.check(put(user, body), 400, field);
                }
            }
            Refusal.extra(
                    user.send(Map.of("name", "New", field, Objects.requireNonNullElse(fields.get(field), Map.of())))
                            .post("/api/v2/calendars"),
                    field);
        }
        Refusal.extra(put(user, Map.of("colour", "#000000")), "colour");
        assertEquals(read, Api.calendarOf(user, user.calendarNumber()));
    }

    @Test
    void theHolderOfAShareSendsBackWhatTheOwnerSets() {
        var owner = Api.user();
        var guest = Api.user();
        Api.share(owner, guest, "view");
        var read = new HashMap<>(Api.calendarOf(guest, owner.calendarNumber()));
        read.put("order", 77);
        var answer = guest.send(read).put("/api/v2/calendars/{id}", owner.calendarNumber());
        assertEquals(200, answer.statusCode(), answer::asString);
        assertEquals(77, Api.calendarOf(guest, owner.calendarNumber()).get("order"));
        assertNotEquals(77, Api.calendarOf(owner, owner.calendarNumber()).get("order"));
        for (var field : SET) {
            if (!Set.of("order", "visibility", "status").contains(field)) {
                var body = Map.of(field, other(field));
                var refused = guest.send(body).put("/api/v2/calendars/{id}", owner.calendarNumber());
                assertEquals(403, refused.statusCode(), field);
            }
        }
        var foreign = Api.calendarOf(owner, owner.calendarNumber()).get("privilege");
        Refusal.check(
                guest.send(Map.of("privilege", foreign)).put("/api/v2/calendars/{id}", owner.calendarNumber()),
                400,
                "privilege");
    }

    private static Object other(String field) {
        return switch (field) {
            case "color", "textcolor" -> "#123456";
            case "timezone" -> "Asia/Tokyo";
            case "include_infreebusy", "canSendMail" -> false;
            case "reminders" -> List.of();
            default -> "Another";
        };
    }

    @Test
    void takesAShareAsItWasAnswered() {
        var owner = Api.user();
        var guest = Api.user();
        Map<String, Object> share =
                share(owner, guest, Map.of("privilege", "view")).path("data");
        share(owner, guest, share).then().statusCode(200);
        for (var body : List.of(
                Map.of("privilege", "edit", "zuid", owner.zuid()),
                Map.of("privilege", "edit", "email", owner.email()))) {
            var field = body.containsKey("zuid") ? "zuid" : "email";
            Refusal.check(share(owner, guest, body), 400, field);
        }
        Refusal.extra(share(owner, guest, Map.of("privilege", "edit", "colour", "red")), "colour");
        assertEquals(
                1,
                storage.count("select count(*) from share where privilege = 'view' and calendar_id = "
                        + owner.calendarNumber()));
    }

    private static Response share(Api.User owner, Api.User guest, Map<String, ?> body) {
        return owner.send(body).put("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), guest.email());
    }
}
