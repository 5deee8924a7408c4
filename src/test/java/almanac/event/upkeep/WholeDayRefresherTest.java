package almanac.event.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `isallday` follows the time of an event, also where it was stored before that was so.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WholeDayRefresherTest {
    /// Tuesday, 3 March 2026, midnight in Berlin.
    private static final long MIDNIGHT = Api.TEN + 13 * 60 * Api.MINUTE;

    private final WholeDayRefresher refresher;
    private final Storage storage;

    WholeDayRefresherTest(WholeDayRefresher refresher, Storage storage) {
        this.refresher = refresher;
        this.storage = storage;
    }

    private static Map<String, Object> day() {
        var event = Api.event("Holiday", "start_time", MIDNIGHT);
        event.put("end_time", MIDNIGHT + Api.DAY);
        return event;
    }

    @Test
    void anEventFromMidnightToMidnightLastsAllDay() {
        var user = Api.user();
        var day = Api.create(user, day());
        assertEquals(true, day.get("isallday"));
        assertEquals(false, Api.create(user, Api.event("Tea")).get("isallday"));
        // What was read is sent back, with another time: what is read-only is that of before.
        var edited = Api.edit(user, day.get("id"), Map.of("isallday", true));
        edited.then().statusCode(200);
        assertEquals(false, edited.path("data[0].isallday"));
        var whole = day();
        whole.put("timezone", "UTC");
        assertEquals(false, Api.edit(user, day.get("id"), whole).path("data[0].isallday"));
        assertEquals(true, Api.edit(user, day.get("id"), day()).path("data[0].isallday"));
        assertEquals(List.of("created", "edited", "edited", "edited"), storage.reasonsOf(day.get("id")));
    }

    @Test
    void documentsFromBeforeFollow() throws Throwable {
        var user = Api.user();
        var day = Api.create(user, day());
        var tea = Api.create(user, Api.event("Tea"));
        forgetAllDay(user);
        begin("");
        run();
        var followed = Api.read(user, day);
        assertEquals(true, followed.get("isallday"));
        assertNotEquals(day.get("edit_tag"), followed.get("edit_tag"));
        assertEquals(List.of("created", "edited"), storage.reasonsOf(day.get("id")));
        assertEquals("isallday", storage.changesOf(day.get("id")).getLast().changed());
        assertEquals(tea, Api.read(user, tea));
        assertEquals(0, storage.count("select count(*) from rewrite"));
        forgetAllDay(user);
        run();
        assertEquals(false, Api.read(user, day).get("isallday"), "nothing is looked at any more");
    }

    @Test
    void whatWasCutOffIsGoneOnWithInSteps() throws Throwable {
        var user = Api.user();
        var day = Api.create(user, day());
        // As many short events before and behind it as a step takes, and more.
        storage.run(
                "insert into event (id, calendar_id, starts_at, ends_at, size, search, organizer, edit_tag, created_at,"
                        + " modified_at, document) select side || n, " + user.calendarNumber()
                        + ", 1, 2, 0, '', " + user.zuid()
                        + ", 1, 1, 1, '{}' from generate_series(1, 1500) n, (values ('!'), ('~')) s (side)");
        try {
            forgetAllDay(user);
            begin("~");
            run();
            assertEquals(false, Api.read(user, day).get("isallday"), "it lies before the mark");
            begin("!1");
            run();
            assertEquals(true, Api.read(user, day).get("isallday"));
            assertEquals(0, storage.count("select count(*) from rewrite"));
        } finally {
            storage.run("delete from event where document = '{}'");
        }
    }

    @Test
    void mirroredEventsSayWhatTheOtherServiceSays() throws Throwable {
        var user = Api.user();
        var day = Api.create(user, day());
        forgetAllDay(user);
        storage.run("update calendar set upstream = 'https://elsewhere.example' where owner = " + user.zuid());
        begin("");
        run();
        assertEquals(false, Api.read(user, day).get("isallday"));
    }

    /// As if the events of an account had been stored by the version before.
    private void forgetAllDay(Api.User user) {
        storage.run("update event set document = replace(document, '\"isallday\":true', '\"isallday\":false')"
                + " where calendar_id = " + user.calendarNumber());
    }

    private void begin(String after) {
        storage.run("insert into rewrite values ('whole-days', '" + after
                + "') on conflict (name) do update set after = '" + after + "'");
    }

    private void run() throws Throwable {
        VertxContextSupport.subscribeAndAwait(refresher::refresh);
    }
}
