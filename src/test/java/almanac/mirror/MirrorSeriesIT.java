package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Two real services: a series of one is written by the other.
@TestInstance(Lifecycle.PER_CLASS)
class MirrorSeriesIT {
    private TwoServices both;
    private Side there;
    private Side here;

    @BeforeAll
    void twoServices() throws IOException {
        both = TwoServices.start("mirror-series");
        there = both.there();
        here = both.here();
    }

    @AfterAll
    void endsWhatItHasStarted() {
        both.close();
    }

    @Test
    @DisplayName("recurrence 3.10 a series is made, changed and removed in another Almanac, by its occurrences here")
    void aSeriesIsWrittenThrough() {
        var first = here.series("Standup", "FREQ=DAILY;COUNT=5", "series-1");
        assertEquals(first, here.series("Standup", "FREQ=DAILY;COUNT=5", "series-1"));
        sameOnBothSides(List.of("Standup", "Standup", "Standup", "Standup", "Standup"));
        assertEquals("FREQ=DAILY;COUNT=5", there.events().getFirst().get("recurrence_rule"));

        here.part(here.events().get(1), "Retro", null, 0).then().statusCode(200);
        sameOnBothSides(List.of("Standup", "Retro", "Standup", "Standup", "Standup"));
        here.part(first, "Late", null, 0).then().statusCode(200);
        here.part(first, "Stale", null, 0).then().statusCode(412);

        var moved = here.part(here.events().get(2), "Daily", "all", Side.HOUR);
        moved.then().statusCode(200);
        assertEquals(
                Side.NOW + 3 * Api.DAY + Side.HOUR,
                moved.<Number>path("data[0].start_time").longValue());
        sameOnBothSides(List.of("Late", "Retro", "Daily", "Daily", "Daily"));
        assertEquals(
                Side.NOW + Api.DAY + Side.HOUR,
                ((Number) there.events().getFirst().get("start_time")).longValue());

        here.part(here.events().get(3), "Rest", "following", 0).then().statusCode(200);
        sameOnBothSides(List.of("Late", "Retro", "Daily", "Rest", "Rest"));

        here.remove(here.events().get(2), "only");
        sameOnBothSides(List.of("Late", "Retro", "Rest", "Rest"));
        here.remove(here.events().get(3), "following");
        sameOnBothSides(List.of("Late", "Retro", "Rest"));
        here.remove(here.events().get(2), "all");
        here.remove(here.events().get(1), "all");
        sameOnBothSides(List.of());
    }

    @Test
    @DisplayName("recurrence 3.10 an event here begins to repeat there, and repeats no more")
    void anEventBeginsToRepeat() {
        Map<String, Object> made =
                here.create("Tea").then().statusCode(200).extract().path("data[0]");
        var body = Side.body("Tea", "recurrence_rule", "FREQ=DAILY;COUNT=2", "edit_tag", made.get("edit_tag"));
        here.send(body).put("/api/v2/events/{id}", made.get("id")).then().statusCode(200);
        sameOnBothSides(List.of("Tea", "Tea"));
        var second = here.events().getFirst();
        var end = Side.body(
                "Tea",
                "recurrence_rule",
                "",
                "recurrence_edittype",
                "all",
                "recurrence_id",
                Side.recurrence(second),
                "edit_tag",
                second.get("edit_tag"));
        var ended = here.send(end).put("/api/v2/events/{id}", Side.series(second));
        ended.then().statusCode(200);
        sameOnBothSides(List.of("Tea"));
        here.delete(ended.path("data[0]")).then().statusCode(204);
        var invalid = Side.body("Tea", "recurrence_rule", "FREQ=Side.HOURLY");
        var refused = here.send(invalid).post("/api/v2/events");
        assertEquals(400, refused.statusCode());
        assertEquals("recurrence_invalid", refused.path("code"));
    }

    @Test
    @DisplayName("recurrence 3.10 an answer for one occurrence is given there for that one")
    void anOccurrenceIsAnsweredThere() {
        var host = Side.at(both.origin(), "host@example.com");
        var body =
                Side.body("Invited", "recurrence_rule", "FREQ=DAILY;COUNT=3", "attendees", List.of("olga@example.com"));
        Map<String, Object> made = host.send(body)
                .post("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
        sameOnBothSides(List.of("Invited", "Invited", "Invited"));
        var second = here.events().get(1);
        var answer = here.call().put("/api/v2/events/{id}/statuses/accepted", second.get("id"));
        assertEquals(200, answer.statusCode(), answer::asString);
        await().atMost(TwoServices.PATIENCE)
                .untilAsserted(() -> assertEquals(
                        List.of("yet_to_respond", "accepted", "yet_to_respond"),
                        there.events().stream().map(MirrorSeriesIT::answer).toList()));
        assertEquals("accepted", answer(here.events().get(1)));
        host.delete(made).then().statusCode(204);
        sameOnBothSides(List.of());
    }

    @SuppressWarnings("unchecked")
    private static Object answer(Map<String, Object> event) {
        return ((List<Map<String, Object>>) event.get("attendees"))
                .stream()
                        .filter(attendee -> attendee.get("email").equals("olga@example.com"))
                        .map(attendee -> attendee.get("status"))
                        .findFirst()
                        .orElseThrow();
    }

    /// Waits until both sides have the same items at the same times, with these titles in the order of time.
    private void sameOnBothSides(List<String> titles) {
        await().atMost(TwoServices.PATIENCE).untilAsserted(() -> {
            assertEquals(
                    titles,
                    there.atTimes().stream()
                            .map(item -> item.substring(item.indexOf(' ') + 1))
                            .toList());
            assertEquals(there.atTimes(), here.atTimes());
        });
    }
}
