package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the log and the streams that go on from a cursor still show of a thing after a reader's access to it
/// has ended.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EndedAccessTest extends FeedTest {
    private static final String SECRET = "Secret plan";

    private Dashboard guest;
    private String since;

    @BeforeEach
    void aGuest() {
        guest = Dashboard.at(service);
        since = guest.cursor(LOG);
    }

    @Test
    @DisplayName("4.6 who is not invited any more reads that it ended, and nothing of the event")
    void whoIsUninvitedReadsNothingOfTheEvent() {
        var event = own.createFor(SECRET, guest.user());
        own.edit(event, Map.of("description", SECRET, "attendees", List.of()));
        assertEquals(List.of("edited null"), log(guest));
        assertEquals(event.get("id"), page(guest).getString("data[0].id"));
        assertEquals(event.get("calendar_id"), page(guest).getString("data[0].calendar_id"));
        assertEquals(List.of(), page(guest).getList("data[0].changed"));
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 who lost a share reads that it ended, and nothing of the calendar and its events")
    void whoLostAShareReadsNothingOfTheCalendar() {
        own.share(guest.user());
        own.edit(own.create(SECRET), Map.of("description", SECRET));
        own.unshare(guest.user());
        assertEquals(List.of("unshared null"), log(guest));
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 an event that moves out of sight shows nothing of what it was")
    void whatMovesOutOfSightShowsNothing() {
        own.share(guest.user());
        var event = own.create(SECRET);
        own.edit(event, Map.of("calendar_id", own.makeCalendar("Own")));
        assertEquals(List.of("shared item", "moved null"), log(guest));
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 a deleted event is still read about by those who saw it until its end, and by nobody else")
    void aDeletedEventIsReadAboutByThoseWhoSawItsEnd() {
        var event = own.createFor("Tea", guest.user());
        own.delete(event);
        assertEquals(List.of("created item", "deleted null"), log(guest));
        var other = own.createFor(SECRET, guest.user());
        var tag = own.edit(other, Map.of("attendees", List.of())).path("data[0].edit_tag");
        own.delete(with(other, "edit_tag", tag));
        assertEquals(List.of("created item", "deleted null", "edited null"), log(guest));
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 a share that ends after an event was deleted takes what was to be read about it")
    void aShareThatEndsLaterTakesDeletedEventsToo() {
        own.share(guest.user());
        own.delete(own.create(SECRET));
        own.delete(own.createFor("Tea", guest.user()));
        own.unshare(guest.user());
        assertEquals(List.of("deleted null", "created item", "deleted null", "unshared null"), log(guest));
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 a calendar that is gone is read about by those who saw its end, with its events")
    void aRemovedCalendarIsReadAboutByThoseWhoSawItsEnd() {
        var before = own.cursor(LOG);
        var calendar = own.makeCalendar("Club");
        Api.create(own.user(), Api.event("Tea", "calendar_id", calendar));
        own.user().call().delete("/api/v2/calendars/{id}", calendar).then().statusCode(204);
        assertEquals(
                List.of("created item", "created item", "deleted null", "deleted null"),
                lines(own.get(LOG + "?since=" + before).getList("data")));
    }

    @Test
    @DisplayName("4.6 who is invited again reads all again")
    void whoIsInvitedAgainReadsAllAgain() {
        var event = own.createFor("Tea", guest.user());
        var tag = own.edit(event, Map.of("attendees", List.of())).path("data[0].edit_tag");
        own.edit(
                with(event, "edit_tag", tag),
                Map.of("attendees", List.of(guest.user().email())));
        assertEquals(List.of("created item", "edited null", "edited item"), log(guest));
    }

    @Test
    @DisplayName("4.6 a calendar that was asked for and that an event has left says so, whatever came later")
    void aCalendarSaysWhatHasLeftIt() {
        var calendar = own.makeCalendar("Left");
        own.share(calendar, guest.user());
        since = guest.cursor(LOG);
        var event = Api.create(own.user(), Api.event(SECRET, "calendar_id", calendar));
        event = own.edit(
                        event,
                        Map.of(
                                "calendar_id",
                                own.user().calendarId(),
                                "attendees",
                                List.of(guest.user().email())))
                .path("data[0]");
        own.edit(event, Map.of("attendees", List.of()));
        var page = guest.get(LOG + "?calendar_id=" + calendar + "&since=" + since);
        assertEquals(List.of("moved null"), lines(page.getList("data")));
    }

    @Test
    @DisplayName("4.6 a live view that goes on keeps what it has until it ends, and is shown nothing in between")
    void aViewThatGoesOnLosesWhatItHadAndSeesNothingNew() {
        var known = own.createFor("Known", guest.user());
        var cursor = guest.cursor(EVENTS);
        var tag = own.edit(
                        known,
                        Map.of(
                                "title",
                                SECRET,
                                "attendees",
                                List.of(guest.user().email())))
                .path("data[0].edit_tag");
        own.edit(with(known, "edit_tag", tag), Map.of("title", SECRET, "attendees", List.of()));
        var brief = own.createFor(SECRET, guest.user());
        own.edit(brief, Map.of("attendees", List.of()));
        try (var stream = guest.resume(EVENTS, cursor)) {
            var messages = stream.until("ready");
            assertEquals(
                    List.of("leave", "ready"),
                    messages.stream().map(Message::name).toList());
            assertEquals(known.get("id"), Dashboard.id(messages.getFirst()));
            assertFalse(messages.toString().contains(SECRET));
        }
    }

    @Test
    @DisplayName("4.6 a replay that is cut anywhere goes on without an end of what was never shown")
    void aReplayThatIsCutGoesOnFromEachOfItsPoints() {
        var cursor = guest.cursor(EVENTS);
        own.createFor("First", guest.user());
        var brief = own.createFor(SECRET, guest.user());
        own.createFor("Between", guest.user());
        own.edit(brief, Map.of("attendees", List.of()));
        own.createFor("Last", guest.user());
        var whole = replay(cursor);
        assertEquals(
                List.of("enter First", "enter Between", "enter Last", "ready"),
                whole.stream().map(EndedAccessTest::line).toList());
        assertEquals("", whole.get(1).id(), "between the event that is not shown and its end");
        for (var place = 0; place < whole.size() - 1; place++) {
            var point = whole.get(place).id();
            if (!point.isEmpty()) {
                assertEquals(
                        whole.subList(place + 1, whole.size()).stream()
                                .map(EndedAccessTest::line)
                                .toList(),
                        replay(point).stream().map(EndedAccessTest::line).toList());
            }
        }
    }

    private List<Message> replay(String cursor) {
        try (var stream = guest.resume(EVENTS, cursor)) {
            return stream.until("ready");
        }
    }

    private static String line(Message message) {
        return message.name().equals("ready") ? "ready" : message.name() + " " + message.get("item.title");
    }

    @Test
    @DisplayName("4.6 the changes of one calendar show that access to it ended, by each of its names")
    void aLogOfOneCalendarShowsThatItsShareEnded() {
        own.share(guest.user());
        var calendar = own.calendar();
        var names = List.of(calendar.get("calendar_id"), calendar.get("id"), calendar.get("uid"));
        var shared = guest.cursor(LOG);
        own.create(SECRET);
        own.unshare(guest.user());
        for (var name : names) {
            var filter = "?calendar_id=" + name;
            var page = guest.get(LOG + filter + "&since=" + shared);
            assertEquals(List.of("unshared null"), lines(page.getList("data")));
            assertEquals(calendar.get("calendar_id"), page.getString("data[0].calendar_id"));
            try (var stream = guest.resume(LOG + filter, shared)) {
                assertEquals(List.of("unshared null"), changes(stream));
            }
        }
        assertNothingOf(SECRET);
    }

    @Test
    @DisplayName("4.6 the changes of one calendar show that it was removed")
    void aLogOfOneCalendarShowsItsEnd() {
        var calendar = own.makeCalendar("Club");
        own.share(calendar, guest.user());
        own.user().call().delete("/api/v2/calendars/{id}", calendar).then().statusCode(204);
        var filter = "?calendar_id=" + calendar;
        assertEquals(
                List.of("shared item", "deleted null"),
                lines(guest.get(LOG + filter + "&since=" + since).getList("data")));
        try (var stream = guest.resume(LOG + filter, since)) {
            assertEquals(List.of("shared item", "deleted null"), changes(stream));
        }
        own.get(LOG + filter);
    }

    @Test
    @DisplayName("4.6 a calendar that an account never saw is absent, also if it is invited to an event there")
    void aCalendarThatWasNeverSeenIsAbsent() {
        own.createFor("Tea", guest.user());
        var calendar = own.calendar();
        var other = Dashboard.at(service);
        own.share(other.user());
        own.unshare(other.user());
        for (var name : List.of(calendar.get("calendar_id"), calendar.get("id"), calendar.get("uid"))) {
            guest.user().call().get(LOG + "?calendar_id=" + name).then().statusCode(404);
            guest.user()
                    .call()
                    .accept("text/event-stream")
                    .get(LOG + "?calendar_id=" + name)
                    .then()
                    .statusCode(404);
        }
        // A token is not bound to what its account does not see.
        other.user()
                .send(Map.of("calendar_ids", List.of(calendar.get("id"))))
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(404);
    }

    private List<String> log(Dashboard reader) {
        var page = lines(page(reader).getList("data"));
        try (var stream = reader.resume(LOG, since)) {
            var streamed = changes(stream);
            assertEquals(page, streamed);
        }
        return page;
    }

    private io.restassured.path.json.JsonPath page(Dashboard reader) {
        return reader.get(LOG + "?since=" + since);
    }

    private static List<String> changes(SseClient stream) {
        return stream.until("ready").stream()
                .filter(message -> message.name().equals("change"))
                .map(message -> message.<String>get("reason") + (message.get("item") == null ? " null" : " item"))
                .toList();
    }

    private static List<String> lines(List<Map<String, Object>> changes) {
        return changes.stream()
                .map(change -> change.get("reason") + (change.get("item") == null ? " null" : " item"))
                .toList();
    }

    private void assertNothingOf(String text) {
        assertFalse(guest.user().call().get(LOG + "?since=" + since).asString().contains(text));
        try (var stream = guest.resume(LOG, since)) {
            assertFalse(stream.until("ready").toString().contains(text));
        }
    }

    private static Map<String, Object> with(Map<String, Object> event, String name, Object value) {
        var copy = new java.util.LinkedHashMap<>(event);
        copy.put(name, value);
        return copy;
    }
}
