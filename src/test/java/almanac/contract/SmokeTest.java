package almanac.contract;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The eight calls from one end to the other, from outside alone: the same against the packaged
/// service.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SmokeTest {
    @Test
    void takesAnEventThroughItsLife() {
        var host = Api.user();
        var guest = Api.user();
        host.call().get("/api/v2/calendars").then().statusCode(200).body("data", hasSize(1));
        var file = Api.upload(host, "agenda.txt", "1. Tea");
        var body = Api.event("Tea", "attendees", List.of(guest.email()));
        body.put("attachment_ids", List.of(file));
        body.put("type", "video_conference");
        var id = Api.create(host, body).get("id");
        list(guest, "tea").then().statusCode(200).body("data.id", contains(id));
        Api.edit(host, id, Map.of("title", "Coffee")).then().statusCode(200);
        Api.answer(guest, id, "accepted").then().statusCode(200);
        var now = Api.read(guest, id, host.calendarId());
        now.then().statusCode(200).body("data[0].title", equalTo("Coffee"));
        now.then().body("data[0].attendees.status", contains("accepted"));
        guest.call().get("/api/v2/events/attachments/{id}", file).then().body(equalTo("1. Tea"));
        remove(host, id, now.path("data[0].edit_tag"));
        list(guest, "coffee").then().statusCode(200).body("data", empty());
    }

    @Test
    void repeatsTheAnswerToARepeatedRequest() {
        var user = Api.user();
        var first = user.send(Api.event("Tea")).header("Idempotency-Key", "k").post("/api/v2/events");
        var second = user.send(Api.event("Tea")).header("Idempotency-Key", "k").post("/api/v2/events");
        first.then().statusCode(200);
        second.then().statusCode(200).body(equalTo(first.asString()));
    }

    @Test
    void refusesAsDocumented() {
        var user = Api.user();
        Refusal.check(user.send(Map.of()).post("/api/v2/events"), 400, "end_time", "start_time", "timezone", "title");
        Refusal.check(Api.as("unknown").get("/api/v2/events"), 401);
        Refusal.check(user.call().get("/nowhere"), 404);
        Refusal.check(user.call().patch("/api/v2/events"), 405);
        var undecodable = RawHttp.send("GET /api/v2/%zz");
        Refusal.checkBody(undecodable.header("content-type"), undecodable.body(), 400);
    }

    @Test
    void movesAndSharesCalendars() {
        var owner = Api.user();
        var other = Api.user();
        var made = Api.create(owner, Api.event("Tea"));
        var team = Api.calendar(owner, "Team");
        Api.edit(owner, made.get("id"), Map.of("calendar_id", team.get("id")))
                .then()
                .statusCode(200);
        owner.send(Map.of("privilege", "edit"))
                .put("/api/v2/calendars/{id}/shares/{email}", team.get("uid"), other.email())
                .then()
                .statusCode(200);
        Api.edit(other, made.get("id"), Map.of("title", "Ours")).then().statusCode(200);
        owner.call().delete("/api/v2/calendars/{id}", team.get("id")).then().statusCode(204);
        Refusal.check(Api.read(owner, made.get("id"), owner.calendarId()), 404);
    }

    private static io.restassured.response.Response list(Api.User user, String search) {
        return user.call()
                .queryParams("from", TEN, "to", TEN + DAY, "search", search)
                .get("/api/v2/events");
    }

    private static void remove(Api.User user, Object id, Object tag) {
        user.send(Map.of("calendar_id", user.calendarId(), "edit_tag", tag))
                .delete("/api/v2/events/{id}", id)
                .then()
                .statusCode(204);
    }
}
