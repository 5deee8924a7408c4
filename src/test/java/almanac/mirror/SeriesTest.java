package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The occurrences of a remote series have one id there. Here each of them is an event of its own.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeriesTest extends MirrorTest {
    private static final String SERIES = "5e71e5@there.example";
    private static final String FIRST = "20260302T100000Z";
    private static final String SECOND = "20260303T100000Z";
    private static final String ALL_DAY = "20260304";

    private String first;
    private String second;

    @BeforeEach
    void aSeriesOfTwo() {
        first = there.put(occurrence(FIRST, TEN));
        second = there.put(occurrence(SECOND, TEN + Api.DAY));
    }

    @Test
    void eachOccurrenceIsListedAndStaysOverTheRounds() {
        there.put(occurrence(ALL_DAY, TEN + 2 * Api.DAY).put("isallday", true));
        link();
        var listed = events();
        assertEquals(
                List.of(SERIES + "/" + FIRST, SERIES + "/" + SECOND, SERIES + "/" + ALL_DAY),
                listed.stream().map(event -> event.get("id")).toList());
        try (var feed = watch("/api/v2/changes")) {
            poll();
            poll();
            assertEquals(listed, events());
            var last = Api.create(user, Api.event("Last", "calendar_id", user.calendarId()));
            assertEquals(last.get("id"), feed.next().get("id"));
        }
    }

    @Test
    void anOccurrenceChangesAndGoesAlone() {
        link();
        there.change(first, new JsonObject().put("title", "Other"));
        poll();
        assertEquals(List.of("Other", "Daily"), titles());
        there.remove(first);
        poll();
        assertEquals(List.of("Daily"), titles());
        assertEquals(
                List.of(second), events().stream().map(event -> event.get("id")).toList());
    }

    @Test
    void anOccurrenceThatLeavesTheWindowIsNotDeleted() {
        link();
        var far = TEN + 200 * Api.DAY;
        there.change(first, new JsonObject().put("start_time", far).put("end_time", far + HOUR));
        poll();
        assertEquals(
                List.of(second), events().stream().map(event -> event.get("id")).toList());
        assertEquals(
                far,
                occurrence(SERIES, FIRST)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getLong("data[0].start_time"));
    }

    @Test
    void anOccurrenceIsReadByItsIdAndByThatOfTheSeries() {
        link();
        Api.read(user, second, UpstreamStub.CALENDAR).then().statusCode(200).body("data[0].id", equalTo(second));
        occurrence(SERIES, SECOND).then().statusCode(200).body("data[0].id", equalTo(second));
        occurrence(SERIES, "20260309T100000Z").then().statusCode(404);
    }

    @Test
    void anOccurrenceCannotBeChangedFromHere() {
        link();
        var tag = events().getFirst().get("edit_tag");
        refused(user.send(Map.of("title", "Mine", "start_time", TEN, "end_time", TEN + HOUR, "timezone", "UTC"))
                .put("/api/v2/events/{id}", first));
        refused(user.send(Map.of("calendar_id", UpstreamStub.CALENDAR, "edit_tag", tag))
                .delete("/api/v2/events/{id}", first));
        refused(user.call().put("/api/v2/events/{id}/statuses/accepted", first));
        assertEquals(0, there.received("edit-event") + there.received("delete-event") + there.received("answer-event"));
        assertEquals(List.of("Daily", "Daily"), titles());
    }

    @Test
    void whatIsKeptAfterTheLinkIsAnOrdinaryEvent() {
        link();
        Api.admin().delete(LINK + "?keep_data=true", user.zuid()).then().statusCode(204);
        user.send(Map.of("title", "Mine", "start_time", TEN, "end_time", TEN + HOUR, "timezone", "UTC"))
                .put("/api/v2/events/{id}", first)
                .then()
                .statusCode(200);
        assertEquals(List.of("Mine", "Daily"), titles());
        forgetTheCalendar();
    }

    @Test
    void aSeriesThatWasOneEventHereBecomesItsOccurrences() {
        var pair = List.of(there.event(first), there.event(second));
        pair.forEach(event -> there.remove(SERIES + "/" + event.getString("recurrence_id")));
        there.put(new JsonObject()
                .put("id", SERIES)
                .put("title", "Once")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR));
        link();
        assertEquals(List.of("Once"), titles());
        pair.forEach(there::put);
        // It is still there when it is asked for by itself, but in no list.
        there.change(
                SERIES, new JsonObject().put("start_time", TEN - 900 * Api.DAY).put("end_time", TEN - 899 * Api.DAY));
        poll();
        assertEquals(List.of("Daily", "Daily"), titles());
        Api.read(user, SERIES, UpstreamStub.CALENDAR).then().statusCode(404);
    }

    private JsonObject occurrence(String recurrence, long start) {
        var me = new JsonObject().put("email", user.email()).put("name", "Me").put("status", "yet_to_respond");
        return new JsonObject()
                .put("id", SERIES)
                .put("recurrence_id", recurrence)
                .put("title", "Daily")
                .put("start_time", start)
                .put("end_time", start + HOUR)
                .put("attendees", new JsonArray().add(me));
    }

    private Response occurrence(String series, String recurrence) {
        return user.call()
                .queryParam("calendar_id", UpstreamStub.CALENDAR)
                .queryParam("recurrence_id", recurrence)
                .get("/api/v2/events/{id}", series);
    }

    private static void refused(Response answer) {
        answer.then().statusCode(400).body("code", equalTo("recurrence_elsewhere"));
    }
}
