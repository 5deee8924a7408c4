package almanac.contract;

import static almanac.testing.Api.create;
import static almanac.testing.Api.edit;
import static almanac.testing.Api.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tags of events and calendars: they rise with every change, and a stale one changes nothing.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EditTagTest {
    private final Storage storage;
    private final MovableClock clock;

    EditTagTest(Storage storage, MovableClock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Test
    void risesWithEveryChangeWithinOneMillisecond() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var tag = tag(made);
        for (var round = 0; round < 3; round++) {
            var next = Long.parseLong(edited(user, made.get("id"), Map.of()));
            assertTrue(next > tag);
            tag = next;
        }
        assertEquals(tag, tag(Api.read(user, made)));
    }

    @Test
    void risesWhenTheClockGoesBack() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        clock.advance(Duration.ofHours(-1));
        try {
            assertTrue(Long.parseLong(edited(user, made.get("id"), Map.of())) > tag(made));
        } finally {
            clock.advance(Duration.ofHours(1));
        }
    }

    @Test
    void risesOfTheCalendarWithEveryChangeOfAnEvent() {
        var user = Api.user();
        var ctag = Api.ctag(user);
        var made = create(user, event("Tea"));
        var afterCreate = Api.ctag(user);
        var tag = edited(user, made.get("id"), Map.of());
        var afterEdit = Api.ctag(user);
        delete(user, made.get("id"), tag).then().statusCode(204);
        var afterDelete = Api.ctag(user);
        assertTrue(ctag < afterCreate && afterCreate < afterEdit && afterEdit < afterDelete);
    }

    @Test
    void letsAChangeThroughThatKnowsTheCurrentTag() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var tag = edited(user, made.get("id"), Map.of("edit_tag", made.get("edit_tag")));
        tag = edited(user, made.get("id"), Map.of("edit_tag", Long.parseLong(tag)));
        for (var form : List.of("\"%s\"", "W/\"%s\"", "%s", "\"1\", \"%s\"", ",\"%s\",, ", "\"a,b\",\"%s\"", "*")) {
            var answer = ifMatch(user, made.get("id"), form.formatted(tag));
            answer.then().statusCode(200);
            tag = answer.path("data[0].edit_tag");
            assertEquals("\"" + tag + "\"", answer.header("ETag"));
        }
    }

    @Test
    void answersAStaleTagWithTheCurrentEvent() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        edited(user, made.get("id"), Map.of("title", "Coffee"));
        var current = Api.read(user, made);
        var stale = Map.of("title", "Lost", "edit_tag", made.get("edit_tag"));
        isStale(edit(user, made.get("id"), stale), current);
        isStale(ifMatch(user, made.get("id"), "\"" + made.get("edit_tag") + "\""), current);
        isStale(delete(user, made.get("id"), made.get("edit_tag")), current);
        assertEquals(current, Api.read(user, made));
        assertEquals(List.of("created", "edited"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void wantsBothTheBodyAndTheHeaderToBeCurrent() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var answer = user.send(event("Lost", "edit_tag", made.get("edit_tag")))
                .header("If-Match", "\"1\"")
                .put("/api/v2/events/{id}", made.get("id"));
        isStale(answer, made);
    }

    @Test
    void answersAStaleTagWithTheEventAsTheCallerSeesIt() {
        var owner = Api.user();
        var editor = Api.user();
        Api.share(owner, editor, "edit");
        var made = create(owner, event("Tea"));
        var answer = edit(editor, made.get("id"), Map.of("edit_tag", 1));
        assertEquals("participant", answer.path("data[0].role"));
    }

    @Test
    void letsOneOfTwoEditorsWin() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var body = event("Race", "edit_tag", made.get("edit_tag"));
        var statuses = java.util.stream.IntStream.range(0, 8)
                .parallel()
                .mapToObj(round -> user.send(body)
                        .put("/api/v2/events/{id}", made.get("id"))
                        .statusCode())
                .sorted()
                .toList();
        assertEquals(List.of(200, 412, 412, 412, 412, 412, 412, 412), statuses);
        assertEquals(List.of("created", "edited"), storage.reasonsOf(made.get("id")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " ", ",", "99999999999999999999", "W/", "* , \"1\"", "\"1", "\"1\" \"2\""})
    void refusesWhatIsNoTag(String header) {
        var user = Api.user();
        var made = create(user, event("Tea"));
        Refusal.check(ifMatch(user, made.get("id"), header), 400, "If-Match");
        assertEquals(made, Api.read(user, made));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "\"%s-gzip\"", "\"1\"", "\"\"", "\"99999999999999999999\""})
    void answersTheTagOfAnotherVersionOrServiceAsStale(String header) {
        var user = Api.user();
        var made = create(user, event("Tea"));
        isStale(ifMatch(user, made.get("id"), header.formatted(made.get("edit_tag"))), made);
        assertEquals(made, Api.read(user, made));
    }

    @Test
    void readsTheLinesOfAListAsOneList() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        user.send(event("Edited"))
                .header("If-Match", "\"1\"", "\"" + made.get("edit_tag") + "\"")
                .put("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(200);
    }

    @Test
    void changesNothingThatTheClientWantsNotToBeThere() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        for (var header : List.of("*", "\"" + made.get("edit_tag") + "\"")) {
            isStale(
                    user.send(event("Edited"))
                            .header("If-None-Match", header)
                            .put("/api/v2/events/{id}", made.get("id")),
                    made);
        }
        user.send(event("Edited"))
                .header("If-None-Match", "\"1\"")
                .put("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(200);
    }

    @Test
    void sendsNoVersionThatTheClientHas() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var tag = "\"" + made.get("edit_tag") + "\"";
        for (var header : List.of(tag, "W/" + tag, "\"1\", " + tag, "*")) {
            var answer = get(user, made, "If-None-Match", header);
            answer.then().statusCode(304).header("ETag", tag);
            assertEquals("", answer.asString());
        }
        get(user, made, "If-None-Match", "\"1\"").then().statusCode(200).header("ETag", tag);
        get(user, made, "If-Match", tag).then().statusCode(200);
        assertEquals(412, get(user, made, "If-Match", "\"1\"").statusCode());
        Refusal.check(get(user, made, "If-None-Match", "abc"), 400, "If-None-Match");
    }

    @Test
    void takesAnAnswerToTheVersionThatTheClientHasSeenAlone() {
        var owner = Api.user();
        var guest = Api.user();
        var made = create(owner, event("Tea", "attendees", List.of(guest.email())));
        var stale =
                guest.call().header("If-Match", "\"1\"").put("/api/v2/events/{id}/statuses/accepted", made.get("id"));
        assertEquals(412, stale.statusCode());
        assertEquals(List.of(made.get("id")), stale.path("data.id"));
        guest.call()
                .header("If-Match", "\"" + made.get("edit_tag") + "\"")
                .put("/api/v2/events/{id}/statuses/accepted", made.get("id"))
                .then()
                .statusCode(200);
    }

    private static Response get(Api.User user, Map<String, Object> event, String field, String value) {
        return user.call()
                .header(field, value)
                .queryParam("calendar_id", user.calendarId())
                .get("/api/v2/events/{id}", event.get("id"));
    }

    private static void isStale(Response answer, Map<String, Object> current) {
        Refusal.check(answer, 412, "edit_tag");
        assertEquals(List.of(current), answer.path("data"));
        assertEquals("\"" + current.get("edit_tag") + "\"", answer.header("ETag"));
    }

    private static Response ifMatch(Api.User user, Object id, String header) {
        return user.send(event("Edited")).header("If-Match", header).put("/api/v2/events/{id}", id);
    }

    private static Response delete(Api.User user, Object id, Object tag) {
        return user.send(Map.of("calendar_id", user.calendarId(), "edit_tag", tag))
                .delete("/api/v2/events/{id}", id);
    }

    private static String edited(Api.User user, Object id, Map<String, ?> fields) {
        return edit(user, id, fields).then().statusCode(200).extract().path("data[0].edit_tag");
    }

    private static long tag(Map<String, Object> event) {
        return Long.parseLong((String) event.get("edit_tag"));
    }
}
