package almanac.feed;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.berlin;
import static almanac.testing.Repeating.delete;
import static almanac.testing.Repeating.edit;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.month;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the clock tells of the occurrences of a series (docs/recurrence.md, 7.1).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ClockSeriesTest extends ClockTest {
    @Test
    @DisplayName("recurrence 7.1 each occurrence is an item of its own, and so is an exception")
    void anOccurrenceIsAnItem() {
        standup();
        try (var stream = own.live(CLOCK)) {
            whole(stream, "Standup", TEN);
            var changed = edit(
                    own.user(),
                    month(own.user()).get(0),
                    "title",
                    "Retro",
                    "start_time",
                    TEN + DAY + 60 * MINUTE,
                    "end_time",
                    TEN + DAY + 90 * MINUTE,
                    "recurrence_id",
                    id(TEN + DAY));
            assertEquals("exception", ((Map<?, ?>) changed.get("recurrence")).get("kind"));
            stream.next("update");
            to(TEN + DAY - 15 * MINUTE);
            to(TEN + DAY);
            to(TEN + DAY + 45 * MINUTE);
            var reminder = told(stream);
            assertEquals("reminder Retro 15", text(reminder));
            assertEquals(id(TEN + DAY), reminder.get("recurrence_id"));
            assertEquals(TEN + DAY + 60 * MINUTE, reminder.<Long>get("start_time"));
            to(TEN + DAY + 55 * MINUTE);
            assertEquals("starting Retro", text(told(stream)));
        }
    }

    @Test
    @DisplayName("recurrence 7.1 an occurrence that is left out says nothing, and the next one does")
    void anExcludedOccurrenceSaysNothing() {
        var made = standup();
        try (var stream = own.live(CLOCK)) {
            delete(own.user(), made, id(TEN), "only").then().statusCode(204);
            stream.next("leave");
            at(-15);
            at(0);
            at(30);
            next(stream, TEN + DAY - 15 * MINUTE, "reminder Standup 15", TEN + DAY);
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 a series that is divided says what comes under the new times, and nothing under the old")
    void aDividedSeriesSaysItsNewTimes() {
        standup();
        var second = month(own.user()).get(1);
        try (var stream = own.live(CLOCK)) {
            edit(
                    own.user(),
                    second,
                    "start_time",
                    TEN + DAY + 60 * MINUTE,
                    "end_time",
                    TEN + DAY + 90 * MINUTE,
                    "recurrence_id",
                    id(TEN + DAY),
                    "recurrence_edittype",
                    "following");
            for (var message = stream.next();
                    !message.name().equals("enter") || message.id().isEmpty(); ) {
                message = stream.next();
            }
            whole(stream, "Standup", TEN);
            to(TEN + DAY);
            next(stream, TEN + DAY + 45 * MINUTE, "reminder Standup 15", TEN + DAY + 60 * MINUTE);
        }
    }

    @Test
    @DisplayName("recurrence 7.1 and 9.3 an occurrence after the change to summer time is told at its wall-clock time")
    void summerTimeIsKept() {
        standup();
        var saturday = berlin("2026-03-28T11:00");
        var sunday = berlin("2026-03-29T11:00");
        assertEquals(23 * 60 * MINUTE, sunday - saturday);
        to(saturday - 20 * MINUTE);
        try (var stream = own.live(CLOCK)) {
            whole(stream, "Standup", saturday);
            whole(stream, "Standup", sunday);
        }
    }

    @Test
    @DisplayName("recurrence 7.1 an all-day event starts and ends at the midnights of its zone")
    void anAllDayEventStartsAtMidnight() {
        var midnight = berlin("2026-03-03T00:00");
        var event = also(withPopups("Fair", 15), "isallday", true);
        Api.create(own.user(), Dashboard.lasting(event, midnight, berlin("2026-03-04T00:00")));
        try (var stream = own.live(CLOCK)) {
            to(midnight - 15 * MINUTE);
            expect(stream, "reminder Fair 15");
            to(midnight - 5 * MINUTE);
            expect(stream, "starting Fair");
            to(midnight);
            expect(stream, "started Fair");
            to(midnight + DAY);
            expect(stream, "ended Fair");
        }
    }

    private Map<String, Object> standup() {
        return Api.create(own.user(), also(withPopups("Standup", 15), "recurrence_rule", "FREQ=DAILY"));
    }

    /// All that is told of an occurrence of half an hour.
    private void whole(SseClient stream, String title, long start) {
        next(stream, start - 15 * MINUTE, "reminder " + title + " 15", start);
        next(stream, start - 5 * MINUTE, "starting " + title, start);
        next(stream, start, "started " + title, start);
        next(stream, start + 30 * MINUTE, "ended " + title, start);
        assertEquals("leave", told(stream).name());
        to(start + 30 * MINUTE + 1);
    }

    private void next(SseClient stream, long moment, String expected, long start) {
        to(moment - 1);
        to(moment);
        var message = told(stream);
        assertEquals(expected, text(message));
        assertEquals(id(start), message.get("recurrence_id"));
        assertEquals(start, message.<Long>get("start_time"));
    }

    /// The next message that is not of an occurrence that the far edge of the window has reached.
    private static Message told(SseClient stream) {
        var message = stream.next();
        while (message.name().equals("enter")) {
            message = stream.next();
        }
        return message;
    }
}
