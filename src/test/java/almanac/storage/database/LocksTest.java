package almanac.storage.database;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Rival;
import almanac.testing.Storage;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What several write at once: each sees what the one before has written, and nobody waits for ever.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LocksTest {
    @Inject
    DataSource database;

    @Inject
    Storage storage;

    @TestHTTPResource("/")
    URI service;

    @Test
    void aWriteThatADeadlockHasUndoneIsDoneAgain() throws Exception {
        var user = Api.user();
        var made = Api.create(user, Api.event("Tea"));
        try (var rival = Rival.of(database)) {
            rival.run("select 1 from event where id = '" + made.get("id") + "' for update");
            var edited = CompletableFuture.supplyAsync(
                    () -> Api.edit(user, made.get("id"), Map.of("edit_tag", made.get("edit_tag"))));
            rival.awaitWaiting("select event_change");
            rival.run("select pg_advisory_xact_lock(" + user.calendarNumber() + ")");
            rival.commit();
            edited.join().then().statusCode(200).body("data[0].title", equalTo("Edited"));
        }
        assertEquals(List.of("created", "edited"), storage.reasonsOf(made.get("id")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEventThatIsMovedLocksItsTwoCalendarsInOneOrderWhicheverWayItGoes(boolean away) throws Exception {
        var user = Api.user();
        var calendars = new String[] {
            user.calendarId(), (String) Api.calendar(user, "Other").get("id")
        };
        var from = calendars[away ? 0 : 1];
        var made = Api.create(user, Api.event("Tea", "calendar_id", from));
        var of = "(select %s(id) from calendar where owner = " + user.zuid() + ")";
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(" + of.formatted("min") + ")");
            var move = Map.of("edit_tag", made.get("edit_tag"), "calendar_id", calendars[away ? 1 : 0]);
            var moved = CompletableFuture.supplyAsync(() -> Api.edit(user, made.get("id"), move));
            rival.awaitWaiting("select event_change");
            assertEquals(
                    1,
                    rival.count("select pg_try_advisory_xact_lock(" + of.formatted("max") + ")::int"),
                    "the other one is free");
            rival.commit();
            moved.join().then().statusCode(200);
        }
    }

    @Test
    void anEventIsLockedAfterItsCalendar() throws Exception {
        var user = Api.user();
        var made = Api.create(user, Api.event("Tea"));
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(" + user.calendarNumber() + ")");
            var edited = CompletableFuture.supplyAsync(
                    () -> Api.edit(user, made.get("id"), Map.of("edit_tag", made.get("edit_tag"))));
            rival.awaitWaiting("select event_change");
            rival.run("select 1 from event where id = '" + made.get("id") + "' for update nowait");
            rival.commit();
            edited.join().then().statusCode(200);
        }
    }

    @Test
    void writersOfOneCalendarDoNotWaitForEachOther() throws Exception {
        var user = Api.user();
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock_shared(" + user.calendarNumber() + ")");
            assertEquals("Tea", Api.create(user, Api.event("Tea")).get("title"));
        }
    }

    @Test
    void aCalendarThatIsEditedKeepsWhatAnotherHasChangedMeanwhile() throws Exception {
        var user = Api.user();
        var calendar = "/api/v2/calendars/" + user.calendarNumber();
        var before = Api.ctag(user);
        try (var rival = Rival.of(database)) {
            rival.run("update calendar set color = '#123456', ctag = ctag + 5 where id = " + user.calendarNumber());
            var edited = CompletableFuture.supplyAsync(
                    () -> user.send(Map.of("name", "Renamed")).put(calendar));
            rival.awaitWaiting("");
            rival.commit();
            edited.join()
                    .then()
                    .statusCode(200)
                    .body("data[0].name", equalTo("Renamed"))
                    .body("data[0].color", equalTo("#123456"));
        }
        assertEquals(before + 6, Api.ctag(user));
    }

    @Test
    void anEventInACalendarThatIsBeingRemovedFindsNoCalendar() throws Exception {
        var user = Api.user();
        var calendar = Api.calendar(user, "Other");
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(" + calendar.get("id") + ")");
            rival.run("delete from calendar where id = " + calendar.get("id"));
            var created = CompletableFuture.supplyAsync(
                    () -> user.send(Api.event("Late", "calendar_id", calendar.get("calendar_id")))
                            .post("/api/v2/events"));
            rival.awaitWaiting("select case when $30::text is null");
            rival.commit();
            Refusal.check(created.join(), 404, "calendar_id");
        }
    }

    @Test
    void whoIsGivenACalendarTwiceAtOnceHasOneShare() {
        var owner = Api.user();
        var swarm = Swarm.at(service);
        for (var round = 0; round < 5; round++) {
            var guest = Api.user();
            var share = swarm.request(
                            "/api/v2/calendars/" + owner.calendarNumber() + "/shares/" + guest.email(), owner.token())
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"privilege\":\"view\"}"))
                    .build();
            var answers = swarm.together(List.of(share, share, share));
            assertEquals(
                    List.of(200, 200, 200), answers.stream().map(Answer::status).toList());
        }
    }
}
