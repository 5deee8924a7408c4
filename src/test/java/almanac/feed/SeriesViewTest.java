package almanac.feed;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.answer;
import static almanac.testing.Repeating.create;
import static almanac.testing.Repeating.delete;
import static almanac.testing.Repeating.edit;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.item;
import static almanac.testing.Repeating.month;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.feed.view.Feeds;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A live view whose items are series as a whole (docs/recurrence.md, 5.5).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeriesViewTest extends FeedTest {
    private static final String SERIES = "/api/v2/events?byinstance=false";
    private static final long WEEK = 7 * DAY;
    private static final long HOUR = 60 * MINUTE;
    private static final long WINDOW = 31 * DAY;
    private static final String SECOND = id(TEN + WEEK);

    @Inject
    Feeds feeds;

    @Test
    @DisplayName("recurrence 5.5 the snapshot has each series once, as GET gives it, and plain events")
    void theSnapshotHasSeriesAsAWhole() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        var plain = own.create("Tea", TEN + DAY, TEN + DAY + HOUR);
        edit(own.user(), month(own.user()).get(2), "title", "Retro", "recurrence_id", SECOND);
        try (var stream = own.open(SERIES)) {
            assertEquals(item(own.user(), made, null), stream.next("snapshot").<Map<String, Object>>get(""));
            assertEquals(plain, stream.next("snapshot").<Map<String, Object>>get(""));
            assertEquals(2, stream.next("ready").<Integer>get("count"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 a change of a series is one message, with its fields and its tags")
    void aChangeIsOneMessage() {
        var made = create(own.user(), "Standup", "FREQ=DAILY");
        try (var stream = own.live(SERIES)) {
            var edited = edit(own.user(), made, "title", "Daily");
            var update = told(stream, "update", "edited");
            assertEquals(edited, update.<Map<String, Object>>get("item"));
            assertEquals(List.of("title"), update.get("changed"));
            assertEquals(made.get("edit_tag"), update.get("old_edit_tag"));
            assertEquals(edited.get("edit_tag"), update.get("new_edit_tag"));
            assertEquals(own.user().zuid(), update.get("actor"));
            delete(own.user(), edited, null, null).then().statusCode(204);
            assertEquals(made.get("id"), told(stream, "leave", "deleted").get("id"));
            var again = create(own.user(), "Again", "FREQ=DAILY");
            assertEquals(again, told(stream, "enter", "created").<Map<String, Object>>get("item"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 an exception and an exclusion are an update of their series, whose JSON names them")
    void anExceptionIsAnUpdateOfItsSeries() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = own.live(SERIES)) {
            var retro = edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
            var update = told(stream, "update", "edited");
            assertEquals(List.of(SECOND), update.get("item.recurrence.exceptions"));
            assertEquals(List.of("recurrence"), update.get("changed"));
            assertEquals(made.get("edit_tag"), update.get("item.edit_tag"));
            edit(own.user(), retro, "title", "Retrospective", "recurrence_id", SECOND);
            delete(own.user(), made, id(TEN + 2 * WEEK), "only").then().statusCode(204);
            var excluded = told(stream, "update", "edited");
            assertEquals(List.of(id(TEN + 2 * WEEK)), excluded.get("item.recurrence.exdates"));
            stream.isSilent();
        }
    }

    @Test
    @DisplayName("recurrence 5.5 a series leaves and enters with its last item in the window, by whatever change")
    void aSeriesLeavesWithItsLastItem() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY;COUNT=2");
        try (var stream = own.live(SERIES)) {
            var second = month(own.user()).get(1);
            var far = edit(
                    own.user(),
                    second,
                    "start_time",
                    TEN + 60 * DAY,
                    "end_time",
                    TEN + 60 * DAY + HOUR,
                    "recurrence_id",
                    SECOND);
            told(stream, "update", "edited");
            delete(own.user(), made, id(TEN), "only").then().statusCode(204);
            assertEquals(made.get("id"), told(stream, "leave", "edited").get("id"));
            edit(own.user(), far, "start_time", TEN, "end_time", TEN + HOUR, "recurrence_id", SECOND);
            var entered = told(stream, "enter", "edited");
            assertEquals(item(own.user(), made, null), entered.<Map<String, Object>>get("item"));
            edit(own.user(), item(own.user(), made, SECOND), "title", "Retro", "recurrence_id", SECOND);
            own.create("Sign");
            assertEquals("Sign", stream.next("enter").get("item.title"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 an event that begins to repeat, and one that ends to, is one update")
    void anEventBeginsToRepeat() {
        var plain = own.create("Tea");
        try (var stream = own.live(SERIES)) {
            var series = edit(own.user(), plain, "recurrence_rule", "FREQ=DAILY");
            assertEquals(series, told(stream, "update", "edited").<Map<String, Object>>get("item"));
            var again = edit(own.user(), series, "recurrence_rule", "");
            assertEquals(again, told(stream, "update", "edited").<Map<String, Object>>get("item"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 a series enters a moving window with its first occurrence, and leaves with its last")
    void timeBringsASeriesAndTakesIt() {
        var start = clock.millis();
        var made = at(start + HOUR, "FREQ=DAILY;INTERVAL=40;COUNT=2");
        var far = at(start + WINDOW + 3 * HOUR, "FREQ=DAILY");
        try (var stream = own.live(SERIES)) {
            tick(2 * HOUR);
            assertEquals(made.get("id"), told(stream, "leave", "time").get("id"));
            tick(HOUR + 1);
            var enter = told(stream, "enter", "time");
            assertEquals(far, enter.<Map<String, Object>>get("item"));
            assertEquals(start + 3 * HOUR + 1, enter.<Long>get("committed_at"));
            for (var hours = 0; hours < 10 * 24; hours += 5) {
                tick(5 * HOUR);
            }
            assertEquals(made.get("id"), Dashboard.id(told(stream, "enter", "time")));
            stream.isSilent();
        }
    }

    @Test
    @DisplayName("recurrence 5.5 a series stays if its next occurrence comes into the window before its last has gone")
    void aSeriesStaysFromOneOccurrenceToTheNext() {
        var start = clock.millis();
        at(start + HOUR, "FREQ=DAILY;INTERVAL=31");
        try (var stream = own.live(SERIES)) {
            for (var hours = 0; hours < 9; hours++) {
                tick(HOUR);
            }
            own.create("Sign", clock.millis(), clock.millis() + HOUR);
            assertEquals("Sign", stream.next("enter").get("item.title"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 and feed 3.1 a stream resumes over plain changes and over the time")
    void aStreamResumes() {
        var start = clock.millis();
        var made = at(start + HOUR, "FREQ=DAILY;INTERVAL=40;COUNT=2");
        var far = at(start + WINDOW + 2 * HOUR, "FREQ=DAILY");
        var cursor = own.cursor(SERIES);
        own.create("Tea", start + DAY, start + DAY + HOUR);
        tick(2 * HOUR + 1);
        try (var stream = own.resume(SERIES, cursor)) {
            assertEquals("Tea", stream.next("enter").get("item.title"));
            assertEquals(made.get("id"), told(stream, "leave", "time").get("id"));
            assertEquals(far.get("id"), Dashboard.id(told(stream, "enter", "time")));
            assertEquals(3, stream.next("ready").<Integer>get("count"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 and feed 3.2 a stream that has missed a change of a series is reset")
    void aMissedChangeOfASeriesResets() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        var cursor = own.cursor(SERIES);
        edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
        try (var stream = own.resume(SERIES, cursor)) {
            assertEquals("series", stream.next("reset").get("reason"));
            assertEquals(item(own.user(), made, null), stream.next("snapshot").<Map<String, Object>>get(""));
            assertEquals(1, stream.next("ready").<Integer>get("count"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 the list, the live view and the resumed one are the same after any mix of edits")
    void listLiveAndResumedAreTheSame() {
        for (var path : List.of(SERIES, SERIES + "&search=retro", SERIES + "&ignore_declined_events=true")) {
            var owner = Dashboard.at(service);
            var guest = Dashboard.at(service);
            owner.follows(path, clock, () -> edits(owner, guest, false));
            guest.follows(path, clock, () -> edits(owner, guest, true));
        }
    }

    /// A series that invites a guest is made, changed, answered and divided, and gone in the end.
    private static void edits(Dashboard owner, Dashboard guest, boolean isInvited) {
        var body = Api.event("Standup", "recurrence_rule", "FREQ=WEEKLY");
        body.put("attendees", isInvited ? List.of() : List.of(guest.user().email()));
        var made = Api.create(owner.user(), body);
        edit(owner.user(), item(owner.user(), made, SECOND), "title", "Retro", "recurrence_id", SECOND);
        made = edit(
                owner.user(),
                item(owner.user(), made, null),
                "attendees",
                List.of(guest.user().email()));
        answer(guest.user(), made, id(TEN + 2 * WEEK), "declined").then().statusCode(200);
        guest.answer(made, "declined");
        edit(owner.user(), item(owner.user(), made, null), "title", "Retro of all");
        guest.answer(made, "accepted");
        var third = item(owner.user(), made, id(TEN + 3 * WEEK));
        var rest = edit(
                owner.user(),
                third,
                "title",
                "Rest",
                "recurrence_id",
                third.get("recurrence_id"),
                "recurrence_edittype",
                "following");
        assertNotEquals(made.get("id"), rest.get("id"));
        edit(owner.user(), item(owner.user(), made, SECOND), "attendees", List.of(), "recurrence_id", SECOND);
        delete(owner.user(), item(owner.user(), made, null), null, null).then().statusCode(204);
    }

    @Test
    @DisplayName("recurrence 5.5 somebody who is invited to an occurrence alone sees it as an item of its own")
    void anOccurrenceAloneIsAnItem() {
        var guest = Dashboard.at(service);
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = guest.live(SERIES)) {
            edit(
                    own.user(),
                    item(own.user(), made, SECOND),
                    "attendees",
                    List.of(guest.user().email()),
                    "recurrence_id",
                    SECOND);
            assertEquals(SECOND, told(stream, "enter", "edited").get("item.recurrence_id"));
            edit(
                    own.user(),
                    item(own.user(), made, null),
                    "attendees",
                    List.of(guest.user().email()));
            var messages = stream.until("leave");
            assertEquals(SECOND, messages.getLast().get("recurrence_id"));
            assertNull(messages.getFirst().get("item.recurrence_id"));
        }
    }

    @Test
    @DisplayName("recurrence 5.5 messages of the clock are of occurrences: with byinstance=false clock=true is refused")
    void theClockIsRefused() {
        own.user()
                .call()
                .accept("text/event-stream")
                .get(SERIES + "&clock=true")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("clock"));
    }

    private Map<String, Object> at(long start, String rule) {
        return Api.create(
                own.user(), Dashboard.lasting(Api.event("Standup", "recurrence_rule", rule), start, start + MINUTE));
    }

    /// The next message, alone in its unit.
    private static Message told(SseClient stream, String name, String reason) {
        var message = stream.next(name);
        assertEquals(reason, message.get("reason"));
        assertNotEquals("", message.id());
        return message;
    }

    private void tick(long millis) {
        clock.advance(Duration.ofMillis(millis));
        feeds.tick();
    }
}
