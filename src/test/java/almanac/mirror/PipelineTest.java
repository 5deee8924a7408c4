package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What happens in an account elsewhere happens here.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class PipelineTest extends MirrorTest {
    @Test
    void calendarsAndEventsKeepTheirIdsAndWhatTheySay() {
        var guest = new JsonObject()
                .put("email", "gast@there.example")
                .put("name", "Gerd Gast")
                .put("id", "77002");
        var id = there.put(new JsonObject()
                .put("title", "Überblick 🎉")
                .put("start_time", TEN)
                .put("end_time", Long.toString(TEN + HOUR))
                .put("location", "Raum 1")
                .put("type", "video_conference")
                .put("meeting_link", "https://meet.example/abc")
                .put("attendees", new JsonArray().add(guest.copy().put("status", "ACCEPTED"))));
        there.change(id, new JsonObject().put("end_time", TEN + HOUR));
        link();
        var calendar = Api.calendarOf(user, UpstreamStub.NUMBER);
        assertEquals("Work", calendar.get("name"));
        assertEquals(UpstreamStub.CALENDAR, calendar.get("calendar_id"));
        assertEquals(true, calendar.get("isdefault"));
        assertEquals(Map.of("state", "current"), calendar.get("mirror"));
        var event = event(id);
        assertEquals(UpstreamStub.CALENDAR, event.get("calendar_id"));
        assertEquals("Überblick 🎉", event.get("title"));
        assertEquals("https://meet.example/abc", event.get("meeting_link"));
        assertEquals(there.event(id).getString("edit_tag"), event.get("edit_tag"));
        assertEquals(Map.of("name", "Olga Over", "email", "olga@there.example", "id", "77001"), event.get("organizer"));
        assertEquals("participant", event.get("role"));
        assertEquals(
                List.of(Map.of(
                        "status", "accepted", "name", "Gerd Gast", "email", "gast@there.example", "id", "77002")),
                event.get("attendees"));
    }

    @Test
    void anEventKeepsItsEntityIdWhereThatIsOne() {
        var entity = "0F8FAD5B-d9cb-469f-a165-70867728950e";
        var known = there.put(lasting("Known").put("entity_id", entity));
        var numbered = there.put(lasting("Numbered").put("entity_id", 7));
        var nameless = there.put(lasting("Nameless").putNull("entity_id"));
        link();
        assertEquals(entity.toLowerCase(Locale.ROOT), event(known).get("entity_id"));
        var made = List.of(event(numbered).get("entity_id"), event(nameless).get("entity_id"));
        assertEquals(2, made.stream().distinct().count());
        made.forEach(id -> assertEquals(id, UUID.fromString((String) id).toString()));
        there.change(numbered, new JsonObject().put("title", "Changed").put("entity_id", entity));
        poll();
        assertEquals("Changed", event(numbered).get("title"));
        assertEquals(made.getFirst(), event(numbered).get("entity_id"));
    }

    private static JsonObject lasting(String title) {
        return new JsonObject().put("title", title).put("start_time", TEN).put("end_time", TEN + HOUR);
    }

    @Test
    void whatChangesThereIsOnTheFeedHere() {
        var edited = there.add("Before", TEN, TEN + HOUR);
        var deleted = there.add("Doomed", TEN, TEN + HOUR);
        link();
        try (var feed = watch("/api/v2/changes")) {
            there.change(edited, new JsonObject().put("title", "After"));
            there.remove(deleted);
            var added = there.add("New", TEN, TEN + HOUR);
            clock.advance(Duration.ofSeconds(7));
            var seen = IntStream.range(0, 3).mapToObj(number -> feed.next()).toList();
            var byId =
                    seen.stream().collect(Collectors.toMap(message -> message.<String>get("id"), message -> message));
            assertEquals("After", byId.get(edited).get("item.title"));
            assertEquals(List.of("title"), byId.get(edited).get("changed"));
            assertEquals("New", byId.get(added).get("item.title"));
            assertEquals("mirrored", byId.get(edited).get("reason"));
            assertEquals("mirrored", byId.get(added).get("reason"));
            assertEquals("mirrored", byId.get(deleted).get("reason"));
        }
        assertSame();
    }

    @Test
    void whatIsTheSameLeavesNoTrace() {
        there.add("Quiet", TEN, TEN + HOUR);
        link();
        var tag = events().getFirst().get("edit_tag");
        try (var feed = watch("/api/v2/changes")) {
            poll();
            poll();
            var last = Api.create(user, Api.event("Last", "calendar_id", user.calendarId()));
            assertEquals(last.get("id"), feed.next().get("id"));
        }
        assertEquals(
                tag,
                events().stream()
                        .filter(event -> "Quiet".equals(event.get("title")))
                        .findFirst()
                        .orElseThrow()
                        .get("edit_tag"));
    }

    @Test
    void aChangeUnderTheSameTagIsAChange() {
        var id = there.add("Before", TEN, TEN + HOUR);
        link();
        there.changeUnderTag(id, new JsonObject().put("title", "After"));
        poll();
        assertEquals("After", event(id).get("title"));
    }

    @Test
    void whatLeavesTheWindowIsNotDeletedAndComesBack() {
        var id = there.add("Wanderer", TEN, TEN + HOUR);
        link();
        there.change(
                id,
                new JsonObject().put("start_time", TEN + 200 * Api.DAY).put("end_time", TEN + 200 * Api.DAY + HOUR));
        poll();
        assertEquals(List.of(), titles());
        var read = Api.read(user, id, UpstreamStub.CALENDAR)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(TEN + 200 * Api.DAY, read.getLong("data[0].start_time"));
        there.change(id, new JsonObject().put("start_time", TEN).put("end_time", TEN + HOUR));
        poll();
        assertEquals(List.of("Wanderer"), titles());
    }

    @Test
    void whatIsDeletedThereIsGoneHere() {
        var id = there.add("Doomed", TEN, TEN + HOUR);
        link();
        there.remove(id);
        poll();
        Api.read(user, id, UpstreamStub.CALENDAR).then().statusCode(404);
    }

    @Test
    void anEventMovesBetweenCalendars() {
        there.calendars().add(UpstreamStub.calendar("100000000000777", "MTAwMDAwMDAwMDAwNzc3fDExMTExMTEx", "Home"));
        var id = there.add("Mover", TEN, TEN + HOUR);
        link();
        there.change(id, new JsonObject().put("calendar_id", "MTAwMDAwMDAwMDAwNzc3fDExMTExMTEx"));
        poll();
        assertEquals("MTAwMDAwMDAwMDAwNzc3fDExMTExMTEx", event(id).get("calendar_id"));
    }

    @Test
    void answersMoveTheTally() {
        var guest = new JsonObject()
                .put("email", "gast@there.example")
                .put("name", "Gerd")
                .put("status", "yet_to_respond");
        var id = there.put(new JsonObject()
                .put("title", "Party")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR)
                .put("attendees", new JsonArray().add(guest)));
        link();
        there.change(
                id,
                new JsonObject()
                        .put("attendees", new JsonArray().add(guest.copy().put("status", "declined"))));
        poll();
        assertEquals(
                "declined",
                ((List<Map<String, Object>>) event(id).get("attendees"))
                        .getFirst()
                        .get("status"));
    }

    @Test
    void aCalendarThatGoesTakesItsEventsAlong() {
        there.calendars().add(UpstreamStub.calendar("100000000000778", "MTAwMDAwMDAwMDAwNzc4fDExMTExMTEx", "Short"));
        there.put(new JsonObject()
                .put("title", "In it")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR)
                .put("calendar_id", "MTAwMDAwMDAwMDAwNzc4fDExMTExMTEx"));
        link();
        assertEquals(List.of("In it"), titles());
        there.calendars().removeLast();
        there.events().forEach(event -> there.remove(event.getString("id")));
        poll();
        assertEquals(List.of(), titles());
        assertNull(Api.calendarOf(user, "100000000000778"));
    }

    @Test
    void anInvitationFromACalendarThatTheAccountDoesNotSeeIsHereToo() {
        var id = there.put(new JsonObject()
                .put("title", "Invited")
                .put("start_time", TEN)
                .put("end_time", TEN + HOUR)
                .put("calendar_id", "OTk5OTk5OTk5OTk5OTk5fDExMTExMTEx"));
        link();
        assertEquals("Invited", event(id).get("title"));
        poll();
        assertEquals(1, events().size());
    }

    @Test
    void listsAreReadInGroupsToo() {
        there.sendGroups();
        there.add("One", TEN, TEN + HOUR);
        there.add("Two", TEN, TEN + HOUR);
        link();
        assertSame();
    }

    @Test
    void whatMakesNoSenseIsPassedOverAndTheRestIsRead() {
        there.add("Sound", TEN, TEN + HOUR);
        there.put(new JsonObject()
                .put("id", "no-times@there.example")
                .put("title", "No times")
                .put("start_time", 0)
                .put("end_time", TEN * 2));
        there.changeUnderTag(
                "no-times@there.example",
                new JsonObject().put("timezone", "Mars/Olympus").put("title", "Odd\u0000zone"));
        link();
        assertTrue(titles().contains("Sound"));
        assertTrue(titles().stream().anyMatch(title -> title.startsWith("Odd")));
    }

    @Test
    void thousandsOfEventsComeOver() {
        IntStream.range(0, 2_000).forEach(number -> there.add("Event " + number, TEN + number, TEN + HOUR + number));
        link(user, Map.of("base_url", there.url(), "access_token", "good-token"));
        await().atMost(Duration.ofSeconds(90)).until(() -> state().get("data.last_success") != null);
        assertEquals(2_000, events().size());
    }

    @Test
    void whoIsWatchedIsAskedForOftenAndWhoIsNotSeldom() {
        link();
        var before = there.received("list-events");
        clock.advance(Duration.ofSeconds(30));
        try (var feed = watch("/api/v2/events")) {
            await().atMost(PATIENCE).until(() -> there.received("list-events") > before);
            var id = there.add("Seen soon", clock.millis() + HOUR, clock.millis() + 2 * HOUR);
            clock.advance(Duration.ofSeconds(7));
            assertEquals(id, feed.next("enter").get("item.id"));
        }
    }
}
