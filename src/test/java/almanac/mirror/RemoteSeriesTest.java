package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Writes to a series of another Almanac whose answers are lost (docs/recurrence.md, 3.10).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RemoteSeriesTest extends MirrorTest {
    private List<Map<String, Object>> made;

    @BeforeEach
    void aSeries() {
        there.repeat();
        link();
        create("first").then().statusCode(200);
        // The round that begins after it would take the faults of a test.
        poll();
        made = events();
        assertEquals(List.of("Daily", "Daily", "Daily"), titles());
    }

    @Test
    @DisplayName("recurrence 3.10 a series whose answer is lost is found by its first occurrence, and made once")
    void aLostCreationIsFound() {
        there.fail("create-event", Fault.DROP_AFTER);
        var again = create("second");
        assertEquals(200, again.statusCode(), again::asString);
        assertEquals(6, there.events().size());
        assertEquals(again.asString(), create("second").asString());
        clock.advance(Duration.ofSeconds(1));
        there.fail("create-event", Fault.DROP);
        create("third").then().statusCode(503).body("code", equalTo("upstream_away"));
        assertEquals(6, there.events().size());
        create("third").then().statusCode(200);
        assertEquals(9, there.events().size());
    }

    @Test
    @DisplayName(
            "recurrence 3.10 a list that fails after a series was made leaves its outcome unknown, and the key finds it")
    void aSeriesThatCannotBeListedIsFoundByItsKey() {
        there.fail("list-events", Fault.FORBIDDEN);
        create("second").then().statusCode(503).body("code", equalTo("upstream_outcome_unknown"));
        assertEquals(6, there.events().size());
        create("second").then().statusCode(200);
        assertEquals(6, there.events().size());
    }

    @Test
    @DisplayName("recurrence 3.10 the lost answer of an edit of one occurrence, and of all, is settled by reading")
    void aLostEditIsSettled() {
        there.fail("edit-event", Fault.DROP_AFTER);
        edit(made.get(1), "Retro", "only").then().statusCode(200).body("data[0].title", equalTo("Retro"));
        assertEquals(List.of("Daily", "Retro", "Daily"), titles());
        there.fail("edit-event", Fault.DROP);
        edit(made.get(0), "All", "all").then().statusCode(503).body("code", equalTo("upstream_away"));
        assertEquals(List.of("Daily", "Retro", "Daily"), titles());
        there.fail("edit-event", Fault.DROP_AFTER);
        edit(made.get(0), "All", "all")
                .then()
                .statusCode(200)
                .body("data[0].id", equalTo(made.get(0).get("id")));
        assertEquals(List.of("All", "All", "All"), titles());
        edit(made.get(0), "Late", "all").then().statusCode(412);
    }

    @Test
    @DisplayName("recurrence 3.10 the lost answer of a removal of one occurrence, and of all, is settled by reading")
    void aLostRemovalIsSettled() {
        there.fail("delete-event", Fault.DROP_AFTER);
        delete(made.get(1), "only").then().statusCode(204);
        assertEquals(List.of("Daily", "Daily"), titles());
        there.fail("delete-event", Fault.DROP);
        delete(made.get(0), "all").then().statusCode(503).body("code", equalTo("upstream_away"));
        there.fail("delete-event", Fault.DROP_AFTER);
        delete(made.get(0), "all").then().statusCode(204);
        assertEquals(List.of(), titles());
        assertEquals(List.of(), there.events());
    }

    @Test
    @DisplayName("recurrence 3.10 an occurrence is named by its id, or by that of its series and recurrence_id")
    void anOccurrenceIsNamedInTwoWays() {
        var second = made.get(1);
        user.send(body(second, "Retro"))
                .put("/api/v2/events/{id}", second.get("id"))
                .then()
                .statusCode(200);
        assertEquals(List.of("Daily", "Retro", "Daily"), titles());
        var other = body(events().get(1), "Other");
        other.put("recurrence_id", "20270101T000000Z");
        user.send(other).put("/api/v2/events/{id}", series(second)).then().statusCode(404);
        user.send(other).put("/api/v2/events/{id}", second.get("id")).then().statusCode(400);
    }

    private Response create(String key) {
        var body = Api.event("Daily", "recurrence_rule", "FREQ=DAILY;COUNT=3");
        body.put("calendar_id", UpstreamStub.CALENDAR);
        return user.send(body).header("Idempotency-Key", key).post("/api/v2/events");
    }

    private Response edit(Map<String, Object> event, String title, String scope) {
        var body = body(event, title);
        body.put("recurrence_id", recurrence(event));
        body.put("recurrence_edittype", scope);
        return user.send(body).put("/api/v2/events/{id}", series(event));
    }

    private static Map<String, Object> body(Map<String, Object> event, String title) {
        var body = Api.event(title);
        body.put("start_time", event.get("start_time"));
        body.put("end_time", event.get("end_time"));
        body.put("edit_tag", event.get("edit_tag"));
        return body;
    }

    private Response delete(Map<String, Object> event, String scope) {
        return user.call()
                .queryParams("calendar_id", UpstreamStub.CALENDAR, "edit_tag", event.get("edit_tag"))
                .queryParams("recurrence_id", recurrence(event), "recurrence_edittype", scope)
                .delete("/api/v2/events/{id}", series(event));
    }

    private static String series(Map<String, Object> event) {
        var id = (String) event.get("id");
        return id.substring(0, id.indexOf('/'));
    }

    private static String recurrence(Map<String, Object> event) {
        var id = (String) event.get("id");
        return id.substring(id.indexOf('/') + 1);
    }
}
