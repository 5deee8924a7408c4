package almanac.feed;

import static almanac.feed.Dashboard.CALENDARS;
import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a live view sends when something changes.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LiveViewTest extends FeedTest {
    private User user;
    private long start;

    @BeforeEach
    void whoAndWhen() {
        start = clock.millis();
        user = own.user();
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
                assertEquals(guest.user().name(), update.get("actor_name"));
                assertEquals(List.of("attendees"), update.get("changed"));
            }
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
}
