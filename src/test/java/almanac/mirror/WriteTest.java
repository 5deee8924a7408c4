package almanac.mirror;

import almanac.testing.Api;
import almanac.testing.UpstreamStub;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/// What tests of writes begin with: an event that lives elsewhere and invites the account, and what is
/// done to it here.
abstract class WriteTest extends MirrorTest {
    String id;

    @BeforeEach
    void linkedWithOneEvent() {
        var me = new JsonObject().put("email", user.email()).put("name", "Me").put("status", "yet_to_respond");
        id = there.put(new JsonObject()
                .put("title", "There")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR)
                .put("attendees", new JsonArray().add(me)));
        link();
        clock.advance(Duration.ofSeconds(1));
    }

    Response create(Map<String, Object> event) {
        return user.send(event).post("/api/v2/events");
    }

    Response edit(Map<String, ?> fields) {
        var body = Api.event("There");
        body.put("end_time", TEN + HOUR);
        body.putAll(fields);
        return user.send(body).put("/api/v2/events/{id}", id);
    }

    Response delete() {
        return delete(tag());
    }

    Response delete(String tag) {
        return user.send(Map.of("calendar_id", UpstreamStub.CALENDAR, "edit_tag", tag))
                .delete("/api/v2/events/{id}", id);
    }

    String tag() {
        return (String) event(id).get("edit_tag");
    }
}
