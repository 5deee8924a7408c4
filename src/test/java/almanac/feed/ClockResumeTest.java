package almanac.feed;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.edit;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.month;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the clock tells a stream that was away (docs/recurrence.md, 7.2).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ClockResumeTest extends ClockTest {
    private static final String FIXED = CLOCK + "&from=" + (TEN - DAY) + "&to=" + (TEN + DAY);

    @Test
    @DisplayName(
            "recurrence 7.2 starts and ends are replayed in the order of time, reminders of what has begun are not")
    void startsAndEndsAreReplayed() {
        meeting("Tea", 15);
        own.create("Cake", TEN + 10 * MINUTE, TEN + 20 * MINUTE);
        for (var path : List.of(CLOCK, FIXED)) {
            at(-60);
            var cursor = own.cursor(path);
            at(25);
            var missed = missed(path, cursor);
            missed.removeIf("leave null"::equals);
            assertEquals(List.of("started Tea", "started Cake", "ended Cake"), missed);
        }
    }

    @Test
    @DisplayName("recurrence 7.2 of several reminders that were missed the latest comes, and says that it is late")
    void theLatestReminderComesLate() {
        meeting("Tea", 40, 30, 15);
        var cursor = own.cursor(CLOCK);
        at(-20);
        assertEquals(List.of("reminder Tea 30 late"), missed(CLOCK, cursor));
        at(-4);
        assertEquals(List.of("reminder Tea 15 late", "starting Tea"), missed(CLOCK, cursor));
    }

    @Test
    @DisplayName("recurrence 7.2 a reminder that is more than an hour late does not come")
    void anOldReminderDoesNotCome() {
        var made = own.create("Tea", TEN + 120 * MINUTE, TEN + 130 * MINUTE);
        own.edit(made, Map.of("reminders", List.of(popup(150))));
        var cursor = own.cursor(CLOCK);
        at(30);
        assertEquals(List.of("reminder Tea 150 late"), missed(CLOCK, cursor));
        to(TEN + 30 * MINUTE + 1);
        assertEquals(List.of(), missed(CLOCK, cursor));
    }

    @Test
    @DisplayName("recurrence 7.1 what was told live is not replayed, and what was replayed is not told live")
    void eachComesOnceOverReconnects() {
        meeting("Tea", 30, 15);
        var told = new ArrayList<String>();
        var cursor = own.cursor(CLOCK);
        for (var minute : List.of(-31, -30, -15, -5, -4, 0, 1, 30, 31)) {
            try (var stream = own.resume(CLOCK, cursor)) {
                assertEquals(0, stream.next("ready").<Integer>get("count"));
                at(minute);
                if (List.of(-30, -15, -5, 0, 30).contains(minute)) {
                    told.add(text(stream.next()));
                }
                if (minute == 30) {
                    stream.next("leave");
                }
                cursor = stream.lastId();
            }
        }
        assertEquals(List.of("reminder Tea 30", "reminder Tea 15", "starting Tea", "started Tea", "ended Tea"), told);
    }

    @Test
    @DisplayName("recurrence 7.2 an item that was moved meanwhile is told at its new times alone")
    void aMovedItemIsToldAtItsNewTimes() {
        var made = meeting("Tea", 15);
        var cursor = own.cursor(CLOCK);
        at(4);
        own.edit(made, Map.of("start_time", TEN + 20 * MINUTE));
        at(10);
        assertEquals(List.of("update Tea", "reminder Tea 15 late"), missed(CLOCK, cursor));
        at(25);
        assertEquals(List.of("update Tea", "started Tea"), missed(CLOCK, cursor));
    }

    @Test
    @DisplayName("recurrence 7.2 a removed item, and one that was declined, says nothing")
    void aRemovedItemSaysNothing() {
        var made = meeting("Tea", 15);
        var host = Dashboard.at(service);
        var invited = host.createFor("Cake", own.user());
        var cursor = own.cursor(CLOCK);
        at(5);
        own.delete(made);
        own.answer(invited, "declined");
        at(40);
        assertEquals(List.of("leave null", "update Cake", "leave null"), missed(CLOCK, cursor));
    }

    @Test
    @DisplayName("recurrence 7.2 what had passed when an item was made or edited is not told, what had not is")
    void thePastOfANewItemIsNotTold() {
        var known = meeting("Known");
        var cursor = own.cursor(FIXED);
        at(10);
        own.create("Made", TEN, TEN + 12 * MINUTE);
        own.edit(known, Map.of("title", "Edited"));
        at(15);
        assertEquals(List.of("enter Made", "update Edited", "started Edited", "ended Made"), missed(FIXED, cursor));
    }

    @Test
    @DisplayName("recurrence 7.2 occurrences and exceptions are replayed as items of their own")
    void occurrencesAreReplayed() {
        Api.create(own.user(), also(withPopups("Standup", 15), "recurrence_rule", "FREQ=DAILY"));
        var first = month(own.user()).get(0);
        var cursor = own.cursor(CLOCK);
        at(10);
        edit(own.user(), first, "title", "Retro", "recurrence_id", id(TEN));
        to(TEN + DAY + MINUTE);
        var missed = missed(CLOCK, cursor);
        missed.removeIf(text -> text.startsWith("enter ") || text.startsWith("leave "));
        assertEquals(List.of("update Retro", "started Retro", "ended Retro", "started Standup"), missed);
    }

    @Test
    @DisplayName("recurrence 7.2 each message of a replay is a point to go on from")
    void aReplayCanBeInterruptedAnywhere() {
        meeting("Tea", 15);
        own.create("Cake", TEN + 10 * MINUTE, TEN + 20 * MINUTE);
        var cursor = own.cursor(FIXED);
        at(40);
        for (var expected : List.of("started Tea", "started Cake", "ended Cake", "ended Tea")) {
            try (var stream = own.resume(FIXED, cursor)) {
                cursor = expect(stream, expected).id();
            }
        }
        assertEquals(List.of(), missed(FIXED, cursor));
    }
}
