package almanac.feed;

import static almanac.feed.Dashboard.CALENDARS;
import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static almanac.feed.Dashboard.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a live view sends, from its snapshot on.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LiveViewTest extends FeedTest {
    private static final long WINDOW = Duration.ofDays(31).toMillis();

    @Inject
    Feeds feeds;

    private User user;
    private long start;

    @BeforeEach
    void whoAndWhen() {
        start = clock.millis();
        user = own.user();
    }

    @Test
    @DisplayName("1.1 one URL answers a page of JSON or a stream, by what is asked for")
    void theAcceptHeaderChoosesBetweenListAndStream() {
        for (var path : List.of(EVENTS, CALENDARS, LOG)) {
            for (var accept : List.of("application/json", "*/*")) {
                user.call().accept(accept).get(path).then().statusCode(200).contentType("application/json");
            }
            try (var stream = own.open(path)) {
                assertEquals(200, stream.status());
                assertTrue(stream.headers()
                        .firstValue("Content-Type")
                        .orElseThrow()
                        .startsWith("text/event-stream"));
            }
        }
        try (var refused = own.open(EVENTS + "?from=x")) {
            assertEquals(400, refused.status());
        }
        try (var narrow =
                SseClient.open(service, EVENTS, Api.token(user.zuid(), List.of("ZohoCalendar.search.READ")))) {
            assertEquals(403, narrow.status());
        }
    }

    @Test
    @DisplayName("1.2 the log is read in pages that go on from a cursor, by calendar and by type")
    void theLogIsReadInPages() {
        var since = own.get(LOG).getString("cursor");
        var events = List.of(own.create("One"), own.create("Two"), own.create("Three"));
        var calendar = own.makeCalendar("Other");
        var first = own.get(LOG + "?limit=2&type=event&since=" + since);
        assertEquals(List.of(events.get(0).get("id"), events.get(1).get("id")), first.getList("data.id"));
        assertTrue(first.getBoolean("more"));
        var rest = own.get(LOG + "?since=" + first.getString("cursor"));
        assertEquals(events.get(2).get("id"), rest.getString("data[0].id"));
        assertEquals(calendar, rest.getString("data[1].calendar_id"));
        assertEquals(2, rest.getList("data").size());
        assertTrue(!rest.getBoolean("more"));
        assertEquals(
                List.of("calendar"),
                own.get(LOG + "?calendar_id=" + calendar + "&since=" + since).getList("data.type"));
        assertEquals(
                List.of(), own.get(LOG + "?since=" + rest.getString("cursor")).getList("data"));
    }

    @Test
    @DisplayName("1.3 who streams from the cursor of a write sees that write and all after it")
    void theCursorOfAWriteIsRightBeforeIt() {
        own.create("Before");
        var answer = user.call()
                .contentType("application/json")
                .body(Api.event("Mine"))
                .post(EVENTS);
        var cursor = answer.header("Almanac-Cursor");
        assertTrue(cursor.matches("[A-Za-z0-9_~.-]+"), cursor);
        var mine = answer.<String>path("data[0].id");
        var after = own.create("After").get("id");
        for (var path : List.of(EVENTS, LOG)) {
            try (var stream = own.resume(path, cursor)) {
                var ids = Dashboard.ids(stream.until("ready"));
                assertEquals(List.of(mine, after), ids.subList(ids.indexOf(mine), ids.size()));
            }
        }
        assertTrue(own.get(LOG + "?since=" + cursor).getList("data.id").contains(mine));
    }

    @Test
    @DisplayName("2.1 the snapshot has the items of the list, byte for byte, and then says that it is ready")
    void theSnapshotIsTheListItself() {
        own.create("Tea");
        own.create("Grüße, \"Ännchen\" \\ 🎉\u2028");
        for (var path : List.of(EVENTS, CALENDARS)) {
            var json = user.call().get(path).then().extract().asString();
            try (var stream = own.open(path)) {
                var messages = stream.until("ready");
                var items = messages.subList(0, messages.size() - 1).stream()
                        .map(Message::data)
                        .toList();
                assertTrue(json.contains("[" + String.join(",", items) + "]"), json + items);
                var ready = messages.getLast();
                assertEquals(items.size(), ready.<Integer>get("count"));
                assertEquals(ready.id(), ready.get("cursor"));
            }
        }
        try (var stream = own.open(EVENTS)) {
            var ready = stream.until("ready").getLast();
            assertEquals(start, ready.<Long>get("from"));
            assertEquals(start + WINDOW, ready.<Long>get("to"));
        }
    }

    @Test
    @DisplayName("2.2 each change says what it did, why, when, who, and between which edit tags")
    void everyMessageTellsItsCause() {
        try (var stream = own.live(EVENTS)) {
            var event = own.create("Tea");
            var enter = said(stream.next("enter"), "created");
            assertEquals("Tea", enter.get("item.title"));
            var edited = own.edit(event, Map.of("title", "Coffee", "location", "Kitchen"));
            var update = said(stream.next("update"), "edited");
            assertEquals(List.of("location", "title"), update.get("changed"));
            assertEquals(String.valueOf(event.get("edit_tag")), update.get("old_edit_tag"));
            assertEquals(edited.path("data[0].edit_tag").toString(), update.get("new_edit_tag"));
            own.delete(edited.path("data[0]"));
            var leave = said(stream.next("leave"), "deleted");
            assertEquals(event.get("id"), leave.get("id"));
            assertEquals(user.calendarId(), leave.get("calendar_id"));
        }
    }

    @Test
    @DisplayName("2.2 an answer to an invitation is an update of reason rsvp, for the host and for the guest")
    void anAnswerIsAnUpdate() {
        var guest = Dashboard.at(service);
        try (var host = own.live(EVENTS);
                var invited = guest.live(EVENTS)) {
            var event = own.createFor("Tea", guest.user());
            assertEquals(event.get("id"), id(host.next("enter")));
            assertEquals(event.get("id"), id(invited.next("enter")));
            guest.answer(event, "accepted");
            for (var stream : List.of(host, invited)) {
                var update = stream.next("update");
                assertEquals("rsvp", update.get("reason"));
                assertEquals(guest.user().zuid(), update.get("actor"));
                assertEquals(List.of("attendees"), update.get("changed"));
            }
        }
    }

    @Test
    @DisplayName("2.3 an event enters as the far edge reaches it and leaves when it has ended, without any write")
    void aMovingWindowGoesAlongWithTheTime() {
        var hour = Duration.ofHours(1).toMillis();
        var ending = Set.of(
                own.create("A", start, start + hour).get("id"),
                own.create("B", start + 1, start + hour).get("id"));
        var far = own.create("Far", start + WINDOW + hour, start + WINDOW + 2 * hour)
                .get("id");
        try (var stream = own.live(EVENTS)) {
            tick(hour - 1);
            own.create("Sign");
            stream.next("enter");
            tick(1);
            var left = List.of(byTime(stream.next("leave")), byTime(stream.next("leave")));
            assertEquals(ending, left.stream().map(Dashboard::id).collect(Collectors.toSet()));
            assertEquals("", left.getFirst().id());
            tick(1);
            var entered = byTime(stream.next("enter"));
            assertEquals(far, id(entered));
            assertEquals(start + hour + 1, entered.<Long>get("committed_at"));
        }
    }

    @Test
    @DisplayName("2.3 an event leaves in its time also where a change comes before the clock is looked at")
    void aChangeDoesNotHideWhatTheTimeHasBrought() {
        var brief = own.create("Brief", start, start + 1000).get("id");
        try (var stream = own.live(EVENTS)) {
            clock.advance(Duration.ofMillis(1500));
            own.create("Later");
            feeds.tick();
            var next = stream.next();
            var after = stream.next();
            assertEquals(List.of("leave", "enter"), List.of(next.name(), after.name()));
            assertEquals(brief, id(next));
        }
    }

    @Test
    @DisplayName("2.3 a window that has jumped further than the view has read ahead is read anew")
    void aFarJumpReadsTheListAnew() {
        var far = own.create("Far", start + WINDOW + Duration.ofDays(3).toMillis(), start + 2 * WINDOW)
                .get("id");
        try (var stream = own.live(EVENTS)) {
            tick(Duration.ofDays(4).toMillis());
            assertEquals(far, id(byTime(stream.next("enter"))));
            own.create("Soon", clock.millis(), clock.millis() + 1);
            assertEquals("created", stream.next("enter").get("reason"));
        }
    }

    @Test
    @DisplayName("2.4 what is moved out of the window leaves, and what is moved into it enters")
    void anEditCanTakeAnEventOutAndIn() {
        var hour = Duration.ofHours(1).toMillis();
        try (var stream = own.live(EVENTS + "?from=" + start + "&to=" + (start + hour * 3))) {
            var event = own.create("Tea");
            stream.next("enter");
            var away = own.edit(event, Map.of("start_time", start + 5 * hour, "end_time", start + 6 * hour));
            assertEquals(event.get("id"), said(stream.next("leave"), "edited").get("id"));
            own.edit(away.path("data[0]"), Map.of("start_time", start + hour, "end_time", start + 2 * hour));
            assertEquals("Tea", said(stream.next("enter"), "edited").get("item.title"));
        }
    }

    @Test
    @DisplayName("2.4 what is declined leaves the views that leave out what is declined, and them alone")
    void whatIsDeclinedLeaves() {
        var guest = Dashboard.at(service);
        var event = own.createFor("Tea", guest.user());
        try (var without = guest.live(EVENTS + "?ignore_declined_events=true");
                var all = guest.live(EVENTS)) {
            guest.answer(event, "declined");
            assertEquals("declined", without.next("leave").get("reason"));
            assertEquals("rsvp", all.next("update").get("reason"));
            guest.answer(event, "tentative");
            assertEquals("rsvp", without.next("enter").get("reason"));
        }
    }

    @Test
    @DisplayName("2.5 the changes of one event come in the order in which they were made")
    void noMessageShowsAnOlderStateThanOneBeforeIt() {
        try (var stream = own.live(EVENTS)) {
            var event = own.create("Step 0");
            for (var step = 1; step <= 15; step++) {
                event = own.edit(event, Map.of("title", "Step " + step)).path("data[0]");
            }
            stream.next("enter");
            for (var step = 1; step <= 15; step++) {
                assertEquals("Step " + step, stream.next("update").get("item.title"));
            }
        }
    }

    @Test
    @DisplayName("4.4 a calendar that is shared, hidden, shown and taken away enters and leaves with its events")
    void whoMaySeeACalendarDecidesWhatIsInTheView() {
        var friend = Dashboard.at(service);
        var event = own.create("Tea").get("id");
        try (var stream = friend.live(EVENTS);
                var calendars = friend.live(CALENDARS)) {
            own.share(friend.user());
            assertEquals(event, id(because(stream.next("enter"), "shared")));
            because(calendars.next("enter"), "shared");
            friend.show(user.calendarId(), false);
            assertEquals(event, id(stream.next("leave")));
            calendars.next("leave");
            friend.show(user.calendarId(), true);
            assertEquals(event, id(stream.next("enter")));
            calendars.next("enter");
            own.unshare(friend.user());
            assertEquals(event, id(because(stream.next("leave"), "unshared")));
            because(calendars.next("leave"), "unshared");
            own.create("Secret");
            friend.create("Own");
            assertEquals("Own", stream.next("enter").get("item.title"));
        }
    }

    private void tick(long millis) {
        clock.advance(Duration.ofMillis(millis));
        feeds.tick();
    }

    private Message said(Message message, String reason) {
        assertEquals(user.zuid(), message.get("actor"));
        assertEquals(clock.millis(), message.<Long>get("committed_at"));
        assertEquals(message.id(), message.get("cursor"));
        return because(message, reason);
    }

    private static Message because(Message message, String reason) {
        assertEquals(reason, message.get("reason"));
        return message;
    }

    private static Message byTime(Message message) {
        assertEquals("system", message.get("actor"));
        return because(message, "time");
    }
}
