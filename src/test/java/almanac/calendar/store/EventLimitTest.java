package almanac.calendar.store;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.log.tail.LogTail;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Narrow;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many events one user may have: they are counted behind those who make them, and one too many is a 507.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class EventLimitTest {
    private final TagCounter tags;
    private final LogTail tail;
    private final Storage storage;

    EventLimitTest(TagCounter tags, LogTail tail, Storage storage) {
        this.tags = tags;
        this.tail = tail;
        this.storage = storage;
    }

    private static void refused(Response answer) {
        answer.then()
                .statusCode(507)
                .body("code", equalTo("too_many_events"))
                .body("errors[0].message", containsString("has 3 events"));
    }

    private static Response post(Api.User user, Map<String, ?> event) {
        return user.send(event).post("/api/v2/events");
    }

    /// What is counted once a second is counted.
    private void counted(Api.User user) throws Throwable {
        var last = storage.count("select max(position) from change");
        await().until(() -> tail.settled() >= last);
        VertxContextSupport.subscribeAndAwait(tags::count);
        var off = "select sum(c.events) - (select count(*) from event e where e.calendar_id in (select id from calendar"
                + " where owner = %1$s)) from calendar c where c.owner = %1$s";
        assertEquals(0, storage.count(off.formatted(user.zuid())));
    }

    /// The migration counts what is there, but for what the log has beyond the mark.
    @Test
    void whatTheMigrationCountsIsGoneOnWith() throws Throwable {
        var user = Api.user();
        var other = (String) Api.calendar(user, "Other").get("calendar_id");
        var first = Api.create(user, Api.event("Tea"));
        counted(user);
        Api.edit(user, first.get("id"), Map.of("calendar_id", other)).then().statusCode(200);
        Api.create(user, Api.event("Tea"));
        storage.run("update calendar set events = 0 where owner = " + user.zuid());
        var script = Files.readString(Path.of("src", "main", "resources", "db", "migration", "V7__limits.sql"));
        var begin = script.indexOf("update calendar");
        storage.run(script.substring(begin, script.indexOf(';', begin)));
        counted(user);
        assertEquals(1, storage.count("select events from calendar where id = " + user.calendarNumber()));
    }

    @Test
    void anEventTooManyIsRefusedWhereverTheUserHasTheOthers() throws Throwable {
        var user = Api.user();
        var other = (String) Api.calendar(user, "Other").get("calendar_id");
        var first = Api.create(user, Api.event("Tea"));
        Api.create(user, Api.event("Tea", "calendar_id", other));
        Api.create(user, Api.event("Tea", "calendar_id", other));
        counted(user);
        refused(post(user, Api.event("Too many")));
        refused(post(user, Api.event("Too many", "calendar_id", other)));
        // Who has as many as one may still changes them, and moves them about.
        Api.edit(user, first.get("id"), Map.of("calendar_id", other)).then().statusCode(200);
        counted(user);
        refused(post(user, Api.event("Too many")));
        user.call()
                .delete(
                        "/api/v2/events/{id}?calendar_id={calendar}&edit_tag={tag}",
                        first.get("id"),
                        other,
                        Api.read(user, first.get("id"), other).path("data[0].edit_tag"))
                .then()
                .statusCode(204);
        counted(user);
        Api.create(user, Api.event("Room again"));
    }

    @Test
    void whoeverWritesIntoACalendarItsOwnersEventsAreCounted() throws Throwable {
        var owner = Api.user();
        var writer = Api.user();
        Api.share(owner, writer, "edit");
        IntStream.range(0, 3)
                .forEach(number -> Api.create(writer, Api.event("Tea", "calendar_id", owner.calendarId())));
        counted(owner);
        refused(post(writer, Api.event("Too many", "calendar_id", owner.calendarId())));
        var own = Api.create(writer, Api.event("Own"));
        refused(Api.edit(writer, own.get("id"), Map.of("calendar_id", owner.calendarId())));
        Api.edit(writer, own.get("id"), Map.of()).then().statusCode(200);
    }

    @Test
    void anEventThatIsRefusedIsNotRememberedUnderItsKey() throws Throwable {
        var user = Api.user();
        var made = IntStream.range(0, 3)
                .mapToObj(number -> Api.create(user, Api.event("Tea")))
                .toList();
        counted(user);
        Supplier<Response> keyed = () ->
                user.send(Api.event("Later")).header("Idempotency-Key", "later").post("/api/v2/events");
        refused(keyed.get());
        user.call()
                .delete(
                        "/api/v2/events/{id}?calendar_id={calendar}&edit_tag={tag}",
                        made.getFirst().get("id"),
                        user.calendarId(),
                        made.getFirst().get("edit_tag"))
                .then()
                .statusCode(204);
        counted(user);
        keyed.get().then().statusCode(200);
    }
}
