package almanac.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One remote event or calendar that cannot be read or stored is passed over and named; all others are mirrored.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SkippedTest extends MirrorTest {
    private static final String UNSTORABLE =
            "alter table event add constraint refused_by_the_test" + " check (search <> 'unstorable') not valid";

    @AfterEach
    void everythingCanBeStoredAgain() {
        storage.run("alter table event drop constraint if exists refused_by_the_test");
    }

    @Test
    void whatIsNoEventStopsNoOther() {
        there.add("Sound", TEN, TEN + HOUR);
        there.tellAmongEvents(Arrays.asList(
                null,
                "text",
                7,
                new JsonObject(),
                new JsonObject().put("title", "No id"),
                new JsonObject().put("id", "timeless@there.example").put("title", "No times"),
                new JsonObject()
                        .put("id", "never@there.example")
                        .put("start_time", "soon")
                        .put("end_time", TEN),
                new JsonObject()
                        .put("id", "late@there.example")
                        .put("start_time", Long.MAX_VALUE)
                        .put("end_time", Long.MAX_VALUE),
                timed("x".repeat(300)),
                timed("nul\u0000@there.example")));
        link();
        assertEquals(List.of("Sound"), titles());
        assertEquals("current", state().getString("data.state"));
        assertNull(state().get("data.last_error"));
        var ids = skipped("id");
        // What has no id is named once.
        assertEquals(6, ids.size());
        assertNull(ids.getFirst());
        assertEquals(
                List.of("timeless@there.example", "never@there.example", "late@there.example", "x".repeat(255)),
                ids.subList(1, 5));
        assertEquals(List.of("event"), skipped("kind").stream().distinct().toList());
        there.tellAmongEvents(List.of());
        poll();
        assertEquals(List.of(), skipped("id"));
    }

    @Test
    void attendeesWhoseAddressesAreOneAreOne() {
        var twins = new JsonArray();
        List.of(
                        "İpek@there.example",
                        "ipek@there.example",
                        "IPEK@there.example",
                        "ΣΑΣ@there.example",
                        "σας@there.example")
                .forEach(email -> twins.add(new JsonObject().put("email", email).put("status", "accepted")));
        var id = there.put(new JsonObject()
                .put("title", "Twins")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR)
                .put("attendees", twins));
        link();
        assertEquals(2, ((List<?>) event(id).get("attendees")).size());
        assertEquals(List.of(), skipped("id"));
    }

    @Test
    void whatTheDatabaseRefusesIsPassedOverAloneAndComesWhenItCan() {
        storage.run(UNSTORABLE);
        IntStream.range(0, 60).forEach(number -> there.add("Sound " + number, TEN, TEN + HOUR));
        var bad = there.add("Unstorable", TEN, TEN + HOUR);
        link();
        assertEquals(60, events().size());
        assertEquals(List.of(bad), skipped("id"));
        assertEquals(List.of("it cannot be stored: SQLSTATE 23514"), skipped("reason"));
        storage.run("alter table event drop constraint refused_by_the_test");
        poll();
        assertSame();
        assertEquals(List.of(), skipped("id"));
    }

    @Test
    void aKnownEventThatCannotBeReadOrStoredAnyMoreStaysAsItWas() {
        var unread = there.add("Unread", TEN, TEN + HOUR);
        var unstored = there.add("Unstored", TEN, TEN + HOUR);
        var refused = there.add("Refused", TEN, TEN + HOUR);
        link();
        storage.run(UNSTORABLE);
        there.change(unstored, new JsonObject().put("title", "Unstorable"));
        var told = there.event(unread).copy().put("start_time", "garbled");
        there.remove(unread);
        there.remove(refused);
        there.tellAmongEvents(List.of(told));
        there.fail("get-event", UpstreamStub.Fault.FORBIDDEN);
        poll();
        assertEquals(
                List.of("Refused", "Unread", "Unstored"),
                titles().stream().sorted().toList());
        assertEquals(
                List.of(unread, unstored, refused).stream().sorted().toList(),
                skipped("id").stream().sorted().toList());
    }

    @Test
    void aCalendarThatCannotBeStoredStopsNoOther() {
        var twin = UpstreamStub.calendar("100000000000771", "MTAwMDAwMDAwMDAwNzcxfDExMTExMTEx", "Twin");
        var other = UpstreamStub.calendar("100000000000772", "MTAwMDAwMDAwMDAwNzcyfDExMTExMTEx", "Other");
        there.calendars().add(twin);
        there.calendars().add(other.copy().put("uid", twin.getString("uid")));
        there.add("Sound", TEN, TEN + HOUR);
        link();
        assertEquals(List.of("Sound"), titles());
        assertEquals("Twin", Api.calendarOf(user, "100000000000771").get("name"));
        assertEquals(List.of(Map.of("calendar", "100000000000772")), skippedByKind());
        there.calendars().set(there.calendars().size() - 1, other);
        poll();
        assertEquals("Other", Api.calendarOf(user, "100000000000772").get("name"));
        assertEquals(List.of(), skipped("id"));
    }

    @Test
    void aCalendarThatCannotBeReadTakesNoneAway() {
        var home = UpstreamStub.calendar("100000000000773", "MTAwMDAwMDAwMDAwNzczfDExMTExMTEx", "Home");
        there.calendars().add(home);
        link();
        there.calendars().set(there.calendars().size() - 1, home.copy().put("id", "none"));
        poll();
        assertEquals("Home", Api.calendarOf(user, "100000000000773").get("name"));
        assertEquals(List.of(Map.of("calendar", "none")), skippedByKind());
        there.calendars().removeLast();
        poll();
        assertNull(Api.calendarOf(user, "100000000000773"));
    }

    @Test
    void aChangeOfTheOrganizerAloneIsWritten() {
        var id = there.add("Handed over", TEN, TEN + HOUR);
        link();
        var other = new JsonObject()
                .put("name", "Nora Next")
                .put("email", "nora@there.example")
                .put("id", "77009");
        there.changeUnderTag(id, new JsonObject().put("organizer", other));
        poll();
        assertEquals(other.getMap(), event(id).get("organizer"));
        there.changeUnderTag(id, new JsonObject().put("organizer", other.copy().put("email", user.email())));
        poll();
        assertEquals("organizer", event(id).get("role"));
        there.changeUnderTag(id, new JsonObject().put("organizer", other.copy().put("id", "77010")));
        poll();
        assertEquals("77010", ((Map<?, ?>) event(id).get("organizer")).get("id"));
        assertEquals("participant", event(id).get("role"));
    }

    private JsonObject timed(String id) {
        return new JsonObject()
                .put("id", id)
                .put("title", "Bad id")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR);
    }

    private List<String> skipped(String field) {
        return state().getList("data.skipped." + field);
    }

    private List<Map<String, String>> skippedByKind() {
        var kinds = skipped("kind");
        var ids = skipped("id");
        var all = new ArrayList<Map<String, String>>();
        IntStream.range(0, ids.size()).forEach(index -> all.add(Map.of(kinds.get(index), ids.get(index))));
        return all;
    }
}
