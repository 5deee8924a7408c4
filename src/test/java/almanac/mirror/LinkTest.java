package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Accounts are linked and parted by the administrator, who sees how a link is doing.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LinkTest extends MirrorTest {
    @Test
    void aLinkTellsHowItIsDoing() {
        link();
        poll();
        var state = state();
        assertEquals("current", state.getString("data.state"));
        assertEquals(there.url(), state.getString("data.base_url"));
        assertEquals(0, state.getLong("data.lag_ms"));
        assertEquals(8, state.getList("data.calls").size());
        assertTrue(state.getInt("data.calls.find { it.call == 'list-events' }.used") > 0);
        assertEquals(20, state.getInt("data.calls.find { it.call == 'list-events' }.limit"));
    }

    @Test
    void whatWasMirroredGoesWithTheLink() {
        there.add("Mirrored", TEN, TEN + HOUR);
        link();
        assertEquals(UpstreamStub.NUMBER, defaultCalendar());
        Api.admin().delete(LINK, user.zuid()).then().statusCode(204);
        assertEquals(List.of(), titles());
        assertEquals(user.calendarNumber(), defaultCalendar());
        Api.admin().get(LINK, user.zuid()).then().statusCode(404);
        Api.admin().delete(LINK, user.zuid()).then().statusCode(404);
    }

    @Test
    void whatWasMirroredCanBeKept() {
        var id = there.add("Mirrored", TEN, TEN + HOUR);
        link();
        Api.admin().delete(LINK + "?keep_data=true", user.zuid()).then().statusCode(204);
        assertEquals(List.of("Mirrored"), titles());
        var body = Api.event("Mine now");
        body.put("end_time", TEN + HOUR);
        user.send(body).put("/api/v2/events/{id}", id).then().statusCode(200);
        assertEquals("Mirrored", there.event(id).getString("title"));
        user.send(Map.of("name", "Mine"))
                .put("/api/v2/calendars/{id}", UpstreamStub.NUMBER)
                .then()
                .statusCode(200);
        user.call().delete("/api/v2/calendars/{id}", UpstreamStub.NUMBER).then().statusCode(409);
        Api.create(user, Api.event("Other default", "calendar_id", user.calendarId()));
        forgetTheCalendar();
    }

    @Test
    void aLinkStaysWithItsService() {
        link();
        try (var other = UpstreamStub.start()) {
            Api.admin()
                    .body(Map.of("base_url", other.url(), "access_token", "good-token"))
                    .put(LINK, user.zuid())
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("linked_elsewhere"));
        }
    }

    @Test
    void onlyTheAdministratorLinks() {
        user.send(Map.of("base_url", there.url(), "access_token", "x"))
                .put(LINK, user.zuid())
                .then()
                .statusCode(401);
        Api.admin()
                .body(Map.of("base_url", there.url(), "access_token", "x"))
                .put(LINK, "1")
                .then()
                .statusCode(404);
        Api.admin().get(LINK, "nobody").then().statusCode(404);
        Api.admin()
                .body(Map.of("base_url", there.url(), "token", "x"))
                .put(LINK, user.zuid())
                .then()
                .statusCode(400);
    }

    private String defaultCalendar() {
        return user.call().get("/api/v2/calendars").jsonPath().getString("data.find { it.isdefault }.id");
    }
}
