package almanac.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Shares of calendars: who sees a calendar, and who writes there.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ShareTest {
    private final Storage storage;

    ShareTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void answersTheShare() {
        var owner = Api.user();
        var other = Api.user();
        owner.send(Map.of("privilege", "view"))
                .put(
                        "/api/v2/calendars/{id}/shares/{email}",
                        owner.calendarId(),
                        other.email().toUpperCase(java.util.Locale.ROOT))
                .then()
                .statusCode(200)
                .body("data", equalTo(Map.of("zuid", other.zuid(), "email", other.email(), "privilege", "view")));
        assertEquals(List.of("shared"), storage.reasonsOf(owner.calendarNumber()));
    }

    @Test
    void showsASharedCalendarWithTheShare() {
        var owner = Api.user();
        var other = Api.user();
        assertNull(Api.calendarOf(other, owner.calendarNumber()));
        Api.share(owner, other, "view");
        var seen = Api.calendarOf(other, owner.calendarNumber());
        var expected = Map.of(
                "privilege",
                "view",
                "category",
                "shared",
                "caltype",
                "shared",
                "owner",
                owner.zuid(),
                "isdefault",
                false);
        expected.forEach((field, value) -> assertEquals(value, seen.get(field), field));
        Api.share(owner, other, "edit");
        assertEquals("edit", Api.calendarOf(other, owner.calendarNumber()).get("privilege"));
    }

    @Test
    void letsAViewerReadAndNotWrite() {
        var owner = Api.user();
        var viewer = Api.user();
        Api.share(owner, viewer, "view");
        var event = Api.create(owner, Api.event("Tea"));
        assertEquals("participant", Api.read(viewer, event).get("role"));
        viewer.call().get("/api/v2/events").then().body("data.title", contains("Tea"));
        Refusal.check(
                viewer.send(Api.event("Mine", "calendar_id", owner.calendarId()))
                        .post("/api/v2/events"),
                403);
        Refusal.check(Api.edit(viewer, event.get("id"), Map.of()), 403);
        Refusal.check(
                viewer.send(Map.of("calendar_id", owner.calendarId(), "edit_tag", event.get("edit_tag")))
                        .delete("/api/v2/events/{id}", event.get("id")),
                403);
        assertEquals(List.of("created"), storage.reasonsOf(event.get("id")));
    }

    @Test
    void letsAnEditorWriteForTheOwner() {
        var owner = Api.user();
        var editor = Api.user();
        Api.share(owner, editor, "edit");
        var made = Api.create(editor, Api.event("Tea", "calendar_id", owner.calendarId()));
        assertEquals(editor.zuid(), ((Map<?, ?>) made.get("creator")).get("id"));
        assertEquals(owner.zuid(), ((Map<?, ?>) made.get("organizer")).get("id"));
        assertEquals("participant", made.get("role"));
        assertEquals("organizer", Api.read(owner, made).get("role"));
        Api.edit(editor, made.get("id"), Map.of("title", "Coffee")).then().statusCode(200);
        assertEquals("Coffee", Api.read(owner, made).get("title"));
    }

    @Test
    void letsTheHolderOfAShareDecideHowItIsShownToThem() {
        var owner = Api.user();
        var viewer = Api.user();
        Api.share(owner, viewer, "view");
        Api.create(owner, Api.event("Tea"));
        viewer.send(Map.of("visibility", false, "order", 42))
                .put("/api/v2/calendars/{id}", owner.calendarNumber())
                .then()
                .statusCode(200)
                .body("data[0].visibility", equalTo(false))
                .body("data[0].order", equalTo(42));
        viewer.call().get("/api/v2/events").then().body("data", empty());
        assertEquals(true, Api.calendarOf(owner, owner.calendarNumber()).get("visibility"));
        Refusal.check(viewer.send(Map.of("name", "Mine")).put("/api/v2/calendars/{id}", owner.calendarNumber()), 403);
    }

    @Test
    void closesTheCalendarAgain() {
        var owner = Api.user();
        var other = Api.user();
        Api.share(owner, other, "edit");
        var event = Api.create(owner, Api.event("Tea"));
        unshare(owner, owner, other.email()).then().statusCode(204).body(equalTo(""));
        assertNull(Api.calendarOf(other, owner.calendarNumber()));
        Refusal.check(Api.read(other, event.get("id"), owner.calendarId()), 404);
        Refusal.check(Api.edit(other, event.get("id"), Map.of()), 404);
        assertEquals(List.of("shared", "unshared"), storage.reasonsOf(owner.calendarNumber()));
        Refusal.check(unshare(owner, owner, other.email()), 404);
    }

    @Test
    void letsTheHolderGiveAShareUp() {
        var owner = Api.user();
        var other = Api.user();
        Api.share(owner, other, "view");
        unshare(other, owner, other.email()).then().statusCode(204);
        assertNull(Api.calendarOf(other, owner.calendarNumber()));
    }

    @Test
    void leavesSharingToTheOwner() {
        var owner = Api.user();
        var editor = Api.user();
        var third = Api.user();
        Api.share(owner, editor, "edit");
        Api.share(owner, third, "view");
        Refusal.check(share(editor, owner, third.email(), "edit"), 403);
        Refusal.check(unshare(editor, owner, third.email()), 403);
        Refusal.check(editor.call().delete("/api/v2/calendars/{id}", owner.calendarNumber()), 403);
        assertEquals(List.of("shared", "shared"), storage.reasonsOf(owner.calendarNumber()));
    }

    @Test
    void refusesWhoCannotHaveAShare() {
        var owner = Api.user();
        var absent = share(owner, owner, "nobody@example.org", "view");
        Refusal.check(absent, 404, "account_not_found", new String[] {"email"});
        Refusal.check(share(owner, owner, owner.email(), "view"), 400, "email");
        Refusal.check(share(Api.user(), owner, owner.email(), "view"), 404);
        Refusal.check(share(owner, owner, Api.user().email(), "own"), 400, "privilege");
        assertEquals(List.of(), storage.reasonsOf(owner.calendarNumber()));
    }

    @Test
    void raisesTheTagOfTheCalendar() {
        var owner = Api.user();
        var before = Api.ctag(owner);
        Api.share(owner, Api.user(), "view");
        assertTrue(Api.ctag(owner) > before);
    }

    private static io.restassured.response.Response share(Api.User caller, Api.User owner, String email, String what) {
        return caller.send(Map.of("privilege", what))
                .put("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), email);
    }

    private static io.restassured.response.Response unshare(Api.User caller, Api.User owner, String email) {
        return caller.call().delete("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), email);
    }
}
