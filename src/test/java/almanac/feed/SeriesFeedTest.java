package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.feed.view.Feeds;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a live view and the log tell of a series (docs/recurrence.md, section 5).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeriesFeedTest extends FeedTest {
    private static final long WEEK = 7 * DAY;

    /// The last one in the window is after the change to summer time.
    private static final List<Long> STARTS =
            List.of(TEN, TEN + WEEK, TEN + 2 * WEEK, TEN + 3 * WEEK, TEN + 4 * WEEK - 60 * MINUTE);

    private static final String SECOND = id(TEN + WEEK);
    private static final String THIRD = id(TEN + 2 * WEEK);

    @Inject
    Feeds feeds;

    @Test
    @DisplayName("recurrence 5.2 a change of a series is told for each occurrence in the window, in order, as one unit")
    void aChangeOfASeriesIsToldForEachOccurrence() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = own.live(EVENTS)) {
            var edited = edit(own.user(), made, "title", "Daily");
            var updates = change(stream);
            assertEquals(each("update", 0, 5), texts(updates));
            updates.forEach(update -> assertEquals("Daily", update.get("item.title")));
            var later = edit(own.user(), edited, "start_time", TEN + MINUTE);
            var moved = STARTS.stream().map(start -> "enter " + id(start + MINUTE));
            assertEquals(Stream.concat(each("leave", 0, 5).stream(), moved).toList(), texts(change(stream)));
            edit(own.user(), later, "recurrence_rule", "FREQ=WEEKLY;COUNT=2");
            assertEquals(
                    List.of("leave", "leave", "leave", "update", "update"),
                    change(stream).stream().map(Message::name).toList());
            stream.isSilent();
        }
    }

    @Test
    @DisplayName("recurrence 3.8 and 5.2 an occurrence that is left out is one leave, and nothing else is said")
    void anExclusionIsOneLeave() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = own.live(EVENTS)) {
            delete(own.user(), made, SECOND, "only").then().statusCode(204);
            assertEquals(List.of("leave " + SECOND), texts(change(stream)));
            isAtEnd(stream);
        }
    }

    @Test
    @DisplayName(
            "recurrence 5.1 and 5.2 an exception is one update under its recurrence_id; it may leave and come back")
    void anExceptionIsOneUpdate() {
        create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = own.live(EVENTS)) {
            var changed = edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
            var updates = change(stream);
            assertEquals(List.of("update " + SECOND), texts(updates));
            assertEquals("exception", updates.getFirst().get("item.recurrence.kind"));
            assertEquals(changed, updates.getFirst().<Map<String, Object>>get("item"));
            var away = edit(
                    own.user(),
                    changed,
                    "start_time",
                    TEN + 60 * DAY,
                    "end_time",
                    TEN + 60 * DAY + MINUTE,
                    "recurrence_id",
                    SECOND);
            assertEquals(List.of("leave " + SECOND), texts(change(stream)));
            edit(own.user(), away, "start_time", TEN, "end_time", TEN + MINUTE, "recurrence_id", SECOND);
            assertEquals(List.of("enter " + SECOND), texts(change(stream)));
            isAtEnd(stream);
        }
    }

    @Test
    @DisplayName("recurrence 3.5 and 5.1 a divided series is two changes: the old one ends, the new one begins")
    void aSplitIsTwoChanges() {
        create(own.user(), "Standup", "FREQ=WEEKLY;COUNT=5");
        var third = month(own.user()).get(2);
        var cursor = own.cursor(LOG);
        try (var stream = own.live(EVENTS)) {
            var begun = edit(
                    own.user(), third, "title", "Daily", "recurrence_id", THIRD, "recurrence_edittype", "following");
            var ends = new ArrayList<>(each("leave", 2, 5));
            ends.addAll(each("update", 0, 2));
            assertEquals(ends, texts(change(stream)));
            var begins = change(stream);
            assertEquals(each("enter", 2, 5), texts(begins));
            begins.forEach(enter -> assertEquals(begun.get("id"), Dashboard.id(enter)));
            isAtEnd(stream);
        }
        assertEquals(
                List.of("edited", "edited"),
                logged(cursor).stream().limit(2).map(row -> row.get("reason")).toList());
    }

    @Test
    @DisplayName("recurrence 3.5 the exceptions before a division have the rule that their series has after it")
    void earlierExceptionsHaveTheRuleOfTheirSeries() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
        checked(EVENTS, own.user(), () -> {
            delete(own.user(), made, id(STARTS.get(3)), "following").then().statusCode(204);
            var rule = item(own.user(), made, null).get("recurrence_rule");
            assertEquals(rule, item(own.user(), made, SECOND).get("recurrence_rule"));
        });
    }

    @Test
    @DisplayName("recurrence 5.1 and 5.2 a removed series leaves with its exception, and is one row of the log")
    void aRemovedSeriesLeavesWithItsException() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
        var cursor = own.cursor(LOG);
        try (var stream = own.live(EVENTS)) {
            delete(own.user(), made, null, null).then().statusCode(204);
            assertEquals(each("leave", 0, 5), texts(change(stream)));
            isAtEnd(stream);
        }
        var rows = logged(cursor);
        assertEquals(made.get("id"), rows.getFirst().get("id"));
        assertNull(rows.getFirst().get("recurrence_id"));
        assertEquals("created", rows.get(1).get("reason"));
    }

    @Test
    @DisplayName("recurrence 5.1 a change of a series is one row of the log, an exception one with its recurrence_id")
    void aChangeIsOneRowOfTheLog() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        var cursor = own.cursor(LOG);
        var edited = edit(own.user(), made, "title", "Daily");
        edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
        edit(own.user(), edited, "title", "Weekly");
        var rows = logged(cursor);
        assertEquals(
                Arrays.asList(null, SECOND, null),
                rows.stream().map(row -> row.get("recurrence_id")).toList());
        assertEquals(
                List.of("series", "exception", "series"),
                rows.stream()
                        .map(row -> ((Map<?, ?>) ((Map<?, ?>) row.get("item")).get("recurrence")).get("kind"))
                        .toList());
    }

    @Test
    @DisplayName("recurrence 5.4 occurrences enter and leave a moving window by time, over days")
    void aMovingWindowGoesAlongASeries() {
        var made = create(own.user(), "Standup", "FREQ=DAILY");
        try (var stream = own.live(EVENTS)) {
            tick(Duration.ofHours(2));
            var byTime = List.of(stream.next(), stream.next());
            var far = "enter " + id(TEN + 31 * DAY - 60 * MINUTE);
            assertEquals(List.of(far, "leave " + id(TEN)), texts(byTime));
            byTime.forEach(message -> assertEquals("time", message.get("reason")));
        }
        checked(EVENTS, own.user(), () -> {
            for (var hours = 0; hours < 60; hours += 4) {
                tick(Duration.ofHours(4));
            }
            edit(own.user(), made, "title", "Daily");
            for (var hours = 0; hours < 60; hours += 5) {
                tick(Duration.ofHours(5));
            }
        });
    }

    @Test
    @DisplayName("recurrence 3.7 and 5.2 an account that is invited to one occurrence alone is told of that one")
    void anAccountIsInvitedToOneOccurrence() {
        var guest = Dashboard.at(service);
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        try (var stream = guest.live(EVENTS)) {
            edit(
                    own.user(),
                    month(own.user()).get(1),
                    "attendees",
                    List.of(guest.user().email()),
                    "recurrence_id",
                    SECOND);
            assertEquals(List.of("enter " + SECOND), texts(change(stream)));
            edit(own.user(), made, "title", "Daily");
            assertEquals(List.of("update " + SECOND), texts(change(stream)));
            delete(own.user(), item(own.user(), made, null), null, null).then().statusCode(204);
            assertEquals(List.of("leave " + SECOND), texts(change(stream)));
        }
    }

    @Test
    @DisplayName("recurrence 3.2 and 5.2 a list without declined events is without declined occurrences")
    void declinedOccurrencesLeave() {
        var guest = Dashboard.at(service);
        var body = Api.event("Standup", "recurrence_rule", "FREQ=WEEKLY");
        body.put("attendees", List.of(guest.user().email()));
        var made = Api.create(own.user(), body);
        var path = EVENTS + "?ignore_declined_events=true";
        try (var stream = guest.live(path)) {
            answer(guest.user(), made, SECOND, "declined").then().statusCode(200);
            var left = change(stream);
            assertEquals(List.of("leave " + SECOND), texts(left));
            assertEquals("declined", left.getFirst().get("reason"));
            Api.answer(guest.user(), made.get("id"), "declined").then().statusCode(200);
            var rest = new ArrayList<>(each("leave", 0, 5));
            rest.remove("leave " + SECOND);
            assertEquals(rest, texts(change(stream)));
            answer(guest.user(), made, THIRD, "accepted").then().statusCode(200);
            assertEquals(List.of("enter " + THIRD), texts(change(stream)));
        }
        checked(
                path,
                guest.user(),
                () -> delete(own.user(), item(own.user(), made, null), null, null)
                        .then()
                        .statusCode(204));
    }

    @Test
    @DisplayName("recurrence 5.4 whoever goes on from any cursor has what the live view and the list have")
    void everyCursorLeadsToTheList() {
        var made = create(own.user(), "Standup", "FREQ=WEEKLY");
        checked(EVENTS, own.user(), () -> {
            edit(own.user(), month(own.user()).get(1), "title", "Retro", "recurrence_id", SECOND);
            delete(own.user(), made, THIRD, "only").then().statusCode(204);
            edit(own.user(), item(own.user(), made, null), "start_time", TEN + MINUTE);
            var fourth = month(own.user()).get(2);
            edit(
                    own.user(),
                    fourth,
                    "title",
                    "Later",
                    "recurrence_id",
                    fourth.get("recurrence_id"),
                    "recurrence_edittype",
                    "following");
            var single = edit(own.user(), item(own.user(), made, null), "recurrence_rule", "");
            edit(own.user(), single, "recurrence_rule", "FREQ=DAILY;COUNT=3");
        });
    }

    @Test
    @DisplayName(
            "recurrence 3.5 and 5.4 exceptions that take another id make room for the occurrences that have theirs")
    void exceptionsThatMoveMakeRoom() {
        var made = create(own.user(), "Standup", "FREQ=DAILY;BYHOUR=11,15;COUNT=8");
        var hour = 60 * MINUTE;
        var afternoon = month(own.user()).get(3);
        checked(EVENTS, own.user(), () -> {
            edit(own.user(), afternoon, "title", "Retro", "recurrence_id", afternoon.get("recurrence_id"));
            edit(own.user(), item(own.user(), made, null), "start_time", TEN + hour, "end_time", TEN + 2 * hour);
            var now = month(own.user()).get(3);
            edit(own.user(), now, "title", "Also", "recurrence_id", now.get("recurrence_id"));
            edit(own.user(), item(own.user(), made, null), "start_time", TEN + 2 * hour, "end_time", TEN + 3 * hour);
        });
    }

    @Test
    @DisplayName(
            "recurrence 5.1 and 5.4 a series with an exception that others see is removed in two steps, each a cursor")
    void anExceptionThatOthersSeeIsRemovedByItself() {
        var guest = Dashboard.at(service);
        var body = Api.event("Standup", "recurrence_rule", "FREQ=WEEKLY");
        body.put("attendees", List.of(guest.user().email()));
        var made = Api.create(own.user(), body);
        edit(own.user(), month(own.user()).get(1), "attendees", List.of(), "recurrence_id", SECOND);
        Runnable removal = () -> delete(own.user(), made, null, null).then().statusCode(204);
        checked(EVENTS, own.user(), removal);
        assertEquals(List.of(), month(guest.user()));
    }

    @Test
    @DisplayName("recurrence 5.4 a search goes on over a removed series whose exception alone it has found")
    void aSearchFindsAnExceptionAlone() {
        for (var search : List.of("retro", "stand")) {
            var made = create(own.user(), "Standup", "FREQ=WEEKLY");
            edit(own.user(), month(own.user()).get(1), "title", "Retro \"A\"", "recurrence_id", SECOND);
            checked(
                    EVENTS + "?search=" + search,
                    own.user(),
                    () -> delete(own.user(), made, null, null).then().statusCode(204));
        }
    }

    private void checked(String path, User user, Runnable edits) {
        new Dashboard(service, user).follows(path, clock, edits);
    }

    private void tick(Duration by) {
        clock.advance(by);
        feeds.tick();
    }

    /// The messages of one change: only the last has an id.
    private static List<Message> change(SseClient stream) {
        var messages = new ArrayList<Message>();
        do {
            messages.add(stream.next());
        } while (messages.getLast().id().isEmpty());
        return messages;
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream()
                .map(message -> message.name() + " "
                        + message.get(message.name().equals("leave") ? "recurrence_id" : "item.recurrence_id"))
                .toList();
    }

    /// What is told of some of the occurrences.
    private static List<String> each(String name, int from, int to) {
        return STARTS.subList(from, to).stream()
                .map(start -> name + " " + id(start))
                .toList();
    }

    /// Nothing comes before what is done next.
    private void isAtEnd(SseClient stream) {
        own.create("Sign");
        assertEquals(List.of("enter null"), texts(change(stream)));
    }

    private List<Map<String, Object>> logged(String cursor) {
        return own.get(LOG + "?since=" + cursor).getList("data");
    }
}
