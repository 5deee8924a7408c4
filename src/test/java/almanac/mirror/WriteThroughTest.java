package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Rival;
import almanac.testing.UpstreamStub;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done here to an event that lives elsewhere is done there first.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WriteThroughTest extends WriteTest {
    @Inject
    DataSource database;

    @Test
    void aNewEventIsMadeThereAndIsHereAtOnceUnderTheIdItHasThere() {
        try (var feed = watch("/api/v2/changes")) {
            var made = create(Api.event("Made here"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var made_id = made.getString("data[0].id");
            assertTrue(made_id.endsWith("@there.example"));
            assertEquals("Made here", there.event(made_id).getString("title"));
            assertEquals(UpstreamStub.CALENDAR, made.getString("data[0].calendar_id"));
            var message = feed.next();
            assertEquals("created", message.get("reason"));
            assertEquals(user.zuid(), message.get("actor"));
            poll();
            poll();
            assertEquals(2, events().size());
        }
    }

    @Test
    void whatCliqDoesNotShowIsKeptHere() {
        var event = Api.event("Reminded", "reminders", List.of(Map.of("type", "popup", "minutes", 5)));
        var made = create(event).then().statusCode(200).extract().<Map<String, Object>>path("data[0]");
        assertEquals(List.of(Map.of("type", "popup", "minutes", 5)), made.get("reminders"));
        poll();
        assertEquals(made.get("reminders"), event((String) made.get("id")).get("reminders"));
    }

    @Test
    void anEditIsMadeThere() {
        edit(Map.of("title", "Edited here", "edit_tag", tag()))
                .then()
                .statusCode(200)
                .body("data[0].title", equalTo("Edited here"));
        assertEquals("Edited here", there.event(id).getString("title"));
        assertEquals(there.event(id).getString("edit_tag"), event(id).get("edit_tag"));
    }

    @Test
    void aDeletionIsMadeThereAndNoListBringsItBack() {
        delete().then().statusCode(204);
        assertNull(there.event(id));
        assertEquals(List.of(), titles());
        poll();
        assertEquals(List.of(), titles());
    }

    @Test
    void anAnswerIsGivenThere() {
        Api.answer(user, id, "accepted").then().statusCode(200).body("data.attendees[0].status", equalTo("ACCEPTED"));
        assertEquals(
                "accepted",
                there.event(id).getJsonArray("attendees").getJsonObject(0).getString("status"));
        assertEquals(
                "accepted",
                ((List<Map<String, Object>>) event(id).get("attendees"))
                        .getFirst()
                        .get("status"));
        poll();
        assertEquals(
                "accepted",
                ((List<Map<String, Object>>) event(id).get("attendees"))
                        .getFirst()
                        .get("status"));
    }

    @Test
    void anUploadIsPassedOnOnceWhenAnEventTakesIt() {
        var file = Api.upload(user, "plan.txt", "the plan");
        assertEquals(0, there.received("upload-attachments"));
        var made = create(Api.event("With a file", "attachment_ids", List.of(file)))
                .then()
                .statusCode(200)
                .body("data[0].attachments[0].fileId", equalTo(file))
                .extract()
                .<String>path("data[0].id");
        assertEquals(1, there.received("upload-attachments"));
        assertEquals(1, there.event(made).getJsonArray("files_for_the_test").size());
        var body = Api.event("Still with a file", "attachment_ids", List.of(file));
        user.send(body).put("/api/v2/events/{id}", made).then().statusCode(200);
        assertEquals(1, there.received("upload-attachments"));
        poll();
        assertEquals(1, ((List<?>) event(made).get("attachments")).size());
    }

    @Test
    void somebodyElsesUploadIsRefusedBeforeAnythingIsSent() {
        var file = Api.upload(Api.user(), "theirs.txt", "theirs");
        create(Api.event("Thief", "attachment_ids", List.of(file)))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("attachment_ids"));
        assertEquals(0, there.received("create-event"));
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_MANY, 429, request_limit_exceeded",
        "LIMIT_EXCEEDED, 429, request_limit_exceeded",
        "FORBIDDEN, 403, oauthtoken_scope_invalid",
        "BAD, 400, param_invalid",
        "UNAVAILABLE, 503, upstream_away",
        "UNAUTHORIZED, 503, upstream_unauthorized",
        "DROP, 503, upstream_away",
        "REDIRECT, 503, upstream_garbled"
    })
    void aRefusalThereIsTheMatchingOneHere(Fault fault, int status, String code) {
        there.fail("edit-event", fault);
        var answer = edit(Map.of("title", "Never"));
        answer.then().statusCode(status);
        if (status != 403) {
            answer.then().body("code", equalTo(code));
        }
        if (status == 429 || status == 503) {
            answer.then().header("Retry-After", notNullValue());
        }
        assertEquals("There", there.event(id).getString("title"));
        assertEquals("There", event(id).get("title"));
    }

    @Test
    void aLockThereIsObeyedAndShown() {
        there.fail("edit-event", Fault.TOO_MANY);
        edit(Map.of("title", "Never"))
                .then()
                .statusCode(429)
                .header("Retry-After", Integer::parseInt, greaterThan(100));
        var sent = there.received("edit-event");
        edit(Map.of("title", "Not even asked")).then().statusCode(429);
        assertEquals(sent, there.received("edit-event"));
        assertEquals(
                clock.millis() + 120_000, state().getLong("data.calls.find { it.call == 'edit-event' }.locked_until"));
        create(Api.event("Another call")).then().statusCode(200);
        clock.advance(Duration.ofMinutes(3));
        edit(Map.of("title", "Later")).then().statusCode(200);
    }

    @Test
    void aStaleEditIsShownWhatIsThereNow() {
        var tag = tag();
        there.change(id, new JsonObject().put("title", "Changed there"));
        edit(Map.of("title", "Mine", "edit_tag", tag))
                .then()
                .statusCode(412)
                .body("data[0].title", equalTo("Changed there"));
        assertEquals("Changed there", there.event(id).getString("title"));
        assertEquals("Changed there", event(id).get("title"));
    }

    /// Between the look at the caller's tag and that at the tag there, a round writes down what has changed
    /// there.
    @ParameterizedTest
    @ValueSource(strings = {"edit-event", "delete-event"})
    void whatChangesThereAfterTheTagWasComparedIsNotOverwritten(String call) throws Exception {
        var tag = tag();
        there.change(id, new JsonObject().put("title", "Changed there"));
        try (var rival = Rival.of(database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            rival.run("lock table mirrored_calendar in access exclusive mode");
            var answer = threads.submit(
                    () -> call.equals("edit-event") ? edit(Map.of("title", "Mine", "edit_tag", tag)) : delete(tag));
            rival.awaitWaiting("select reference from mirrored_calendar");
            rival.run("update event set edit_tag = edit_tag + 1, document = replace(replace(document, '\"There\"',"
                    + " '\"Changed there\"'), edit_tag::text, (edit_tag + 1)::text) where id = '" + id + "'");
            rival.run("update mirrored_event set tag = '" + there.event(id).getString("edit_tag")
                    + "' where event_id = '" + id + "'");
            rival.commit();
            answer.get().then().statusCode(412).body("data[0].title", equalTo("Changed there"));
        }
        assertEquals("Changed there", there.event(id).getString("title"));
        assertEquals(0, there.received(call));
    }

    @Test
    void anEditWithoutATagOverwrites() {
        there.change(id, new JsonObject().put("title", "Changed there"));
        edit(Map.of("title", "Mine")).then().statusCode(200);
        assertEquals("Mine", there.event(id).getString("title"));
    }

    @Test
    void anEventThatIsGoneThereIsGoneHere() {
        there.remove(id);
        edit(Map.of("title", "Too late")).then().statusCode(404);
        assertEquals(List.of(), titles());
    }

    @Test
    void noEventMovesBetweenServices() {
        edit(Map.of("calendar_id", user.calendarId()))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("calendar_id"));
        var local = Api.create(user, Api.event("Local", "calendar_id", user.calendarId()));
        user.send(Api.event("Local", "calendar_id", UpstreamStub.CALENDAR))
                .put("/api/v2/events/{id}", local.get("id"))
                .then()
                .statusCode(400);
    }

    @Test
    void aMirroredCalendarCannotBeChangedHere() {
        user.send(Map.of("name", "Mine"))
                .put("/api/v2/calendars/{id}", UpstreamStub.NUMBER)
                .then()
                .statusCode(403);
        user.call().delete("/api/v2/calendars/{id}", UpstreamStub.NUMBER).then().statusCode(403);
    }
}
