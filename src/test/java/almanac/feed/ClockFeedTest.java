package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the clock tells a stream that is there (docs/recurrence.md, 7.1).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ClockFeedTest extends ClockTest {
    @Test
    @DisplayName(
            "recurrence 7.1 reminders, the coming start, the start and the end are told at their moments, each once")
    void tellsEachMomentOnce() {
        var made = meeting("Tea", 15, 30, 15);
        try (var stream = own.live(CLOCK)) {
            to(TEN - 30 * MINUTE - 1);
            to(TEN - 30 * MINUTE);
            var first = expect(stream, "reminder Tea 30");
            assertEquals(
                    "{\"id\":\"%s\",\"calendar_id\":\"%s\",\"title\":\"Tea\",\"start_time\":%d,\"end_time\":%d,\"type\":\"popup\",\"minutes\":30,\"cursor\":\"%s\"}"
                            .formatted(made.get("id"), made.get("calendar_id"), TEN, TEN + 30 * MINUTE, first.id()),
                    first.data());
            at(-15);
            expect(stream, "reminder Tea 15");
            at(-5);
            expect(stream, "starting Tea");
            at(0);
            var started = expect(stream, "started Tea");
            assertEquals(
                    "{\"id\":\"%s\",\"calendar_id\":\"%s\",\"title\":\"Tea\",\"start_time\":%d,\"end_time\":%d,\"cursor\":\"%s\"}"
                            .formatted(made.get("id"), made.get("calendar_id"), TEN, TEN + 30 * MINUTE, started.id()),
                    started.data());
            at(30);
            assertEquals("", expect(stream, "ended Tea").id());
            assertEquals(made.get("id"), Dashboard.id(stream.next("leave")));
            at(31);
            isSilent(stream);
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a stream that does not ask for it is told nothing by the clock")
    void isOffByDefault() {
        meeting("Tea", 15);
        try (var stream = own.live(EVENTS);
                var refusing = own.live(EVENTS + "?clock=false")) {
            at(-15);
            at(0);
            at(1);
            isSilent(stream);
            expect(refusing, "enter Sign");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 clock is true or false, and a parameter of the live view of events alone")
    void isAParameterOfTheLiveView() {
        var refused = own.user().call().accept("text/event-stream").get(EVENTS + "?clock=yes");
        refused.then().statusCode(400);
        assertEquals(List.of("clock"), refused.path("errors.field"));
        Refusal.extra(own.user().call().get(CLOCK), "clock");
        Refusal.extra(own.user().call().accept("text/event-stream").get("/api/v2/calendars?clock=true"), "clock");
    }

    @Test
    @DisplayName(
            "recurrence 7.1 popups and notifications remind, e-mail does not; what is due at once comes in one unit")
    void emailIsNoMessage() {
        Api.create(
                own.user(),
                Api.event(
                        "Tea",
                        "reminders",
                        List.of(
                                popup(10),
                                Map.of("type", "notification", "minutes", 10),
                                Map.of("type", "email", "minutes", 10),
                                Map.of("type", "email", "minutes", 20))));
        try (var stream = own.live(CLOCK)) {
            at(-20);
            at(-10);
            var messages = List.of(stream.next("reminder"), stream.next("reminder"));
            assertEquals(
                    Set.of("popup", "notification"),
                    new HashSet<>(
                            List.of(messages.get(0).get("type"), messages.get(1).get("type"))));
            assertEquals("", messages.getFirst().id());
            assertFalse(messages.getLast().id().isEmpty());
            isSilent(stream);
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 owner and guests are reminded, who sees a shared calendar is told of starts and ends alone")
    void remindsWhoIsConcerned() {
        var guest = Dashboard.at(service);
        var colleague = Dashboard.at(service);
        own.share(colleague.user());
        Api.create(
                own.user(),
                also(withPopups("Tea", 15), "attendees", List.of(guest.user().email())));
        try (var owners = own.live(CLOCK);
                var guests = guest.live(CLOCK);
                var colleagues = colleague.live(CLOCK)) {
            at(-15);
            expect(owners, "reminder Tea 15");
            expect(guests, "reminder Tea 15");
            at(-5);
            for (var stream : List.of(owners, guests, colleagues)) {
                expect(stream, "starting Tea");
            }
            at(0);
            for (var stream : List.of(owners, guests, colleagues)) {
                expect(stream, "started Tea");
            }
            at(30);
            for (var stream : List.of(owners, guests, colleagues)) {
                expect(stream, "ended Tea");
            }
        }
    }

    @Test
    @DisplayName("recurrence 7.1 an item that the viewer has declined says nothing, until the viewer accepts it")
    void aDeclinedItemSaysNothing() {
        var guest = Dashboard.at(service);
        var made = Api.create(
                own.user(),
                also(
                        withPopups("Tea", 40, 15),
                        "attendees",
                        List.of(guest.user().email())));
        try (var stream = guest.live(CLOCK)) {
            at(-40);
            expect(stream, "reminder Tea 40");
            guest.answer(made, "declined");
            stream.next("update");
            at(-15);
            at(-5);
            at(-2);
            guest.answer(made, "accepted");
            stream.next("update");
            at(0);
            expect(stream, "started Tea");
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 an edit arms anew: an event that was moved says everything at its new times, and nothing at the old")
    void anEditArmsAnew() {
        var made = meeting("Tea", 15);
        try (var stream = own.live(CLOCK)) {
            at(-15);
            expect(stream, "reminder Tea 15");
            at(-5);
            expect(stream, "starting Tea");
            to(TEN - 1);
            own.edit(made, Map.of("start_time", TEN + 20 * MINUTE));
            stream.next("update");
            at(0);
            at(5);
            expect(stream, "reminder Tea 15");
            at(15);
            expect(stream, "starting Tea");
            at(20);
            expect(stream, "started Tea");
            at(30);
            expect(stream, "ended Tea");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 an edit of something else repeats nothing and loses nothing")
    void anotherEditRepeatsNothing() {
        var made = meeting("Tea", 30, 15);
        try (var stream = own.live(CLOCK)) {
            at(-30);
            expect(stream, "reminder Tea 30");
            own.edit(made, Map.of("title", "Coffee"));
            stream.next("update");
            at(-15);
            expect(stream, "reminder Coffee 15");
            isSilent(stream);
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 an edit in the second before the moment wins, also where the clock has reached it meanwhile")
    void anEditBeforeTheMomentWins() {
        var made = meeting("Tea", 15);
        try (var stream = own.live(CLOCK)) {
            to(TEN - 15 * MINUTE - 1);
            own.edit(made, Map.of("start_time", TEN + 10 * MINUTE));
            clock.set(Instant.ofEpochMilli(TEN - 15 * MINUTE));
            stream.next("update");
            feeds.tick();
            at(-5);
            expect(stream, "reminder Tea 15");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 what was passed when an item was made is not told")
    void thePastIsNotTold() {
        try (var stream = own.live(CLOCK)) {
            at(-10);
            meeting("Tea", 15);
            stream.next("enter");
            at(-5);
            expect(stream, "starting Tea");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a removed item says nothing more")
    void aRemovedItemSaysNothing() {
        var made = meeting("Tea", 15);
        try (var stream = own.live(CLOCK)) {
            own.delete(made);
            stream.next("leave");
            at(-15);
            at(0);
            at(30);
            isSilent(stream);
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 of items of one moment the ends come before the starts, and the last one has the cursor")
    void endsComeBeforeStarts() {
        own.create("First", TEN - 20 * MINUTE, TEN);
        own.create("Second", TEN, TEN + MINUTE);
        try (var stream = own.live(CLOCK + "&from=" + (TEN - DAY) + "&to=" + (TEN + DAY))) {
            at(-25);
            expect(stream, "starting First");
            at(-20);
            expect(stream, "started First");
            at(-5);
            expect(stream, "starting Second");
            at(0);
            assertEquals("", expect(stream, "ended First").id());
            assertEquals(stream.lastId(), expect(stream, "started Second").id());
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a fixed window tells of the items in it, also of a reminder before the window begins")
    void aFixedWindowTellsOfItsItems() {
        meeting("Tea", 15);
        own.create("Outside", TEN - 20 * MINUTE, TEN - 10 * MINUTE);
        try (var stream = own.live(CLOCK + "&from=" + TEN + "&to=" + (TEN + DAY))) {
            at(-20);
            at(-15);
            expect(stream, "reminder Tea 15");
            at(-5);
            expect(stream, "starting Tea");
            at(0);
            expect(stream, "started Tea");
            at(30);
            expect(stream, "ended Tea");
            isSilent(stream);
        }
    }

    @Test
    @DisplayName("recurrence 7.1 search and ignore_declined_events hold for the clock too")
    void filtersHold() {
        var host = Dashboard.at(service);
        var made = host.createFor("Tea and cake", own.user());
        host.createFor("Coffee", own.user());
        try (var stream = own.live(CLOCK + "&search=TEA");
                var going = own.live(CLOCK + "&ignore_declined_events=true")) {
            at(-5);
            expect(stream, "starting Tea and cake");
            going.next("starting");
            going.next("starting");
            own.answer(made, "declined");
            stream.next("update");
            going.next("leave");
            at(0);
            expect(going, "started Coffee");
            at(30);
            expect(going, "ended Coffee");
            going.next("leave");
            stream.next("leave");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a feed token that is bound to a calendar is told of that calendar alone")
    void aBoundTokenIsToldOfItsCalendar() {
        var room = own.makeCalendar("Room");
        Api.create(own.user(), also(withPopups("In the room", 15), "calendar_id", room));
        meeting("Elsewhere", 15);
        var token = own.user()
                .send(Map.of("calendar_ids", List.of(room)))
                .post("/api/v2/feed_tokens")
                .<String>path("data.token");
        try (var stream = SseClient.open(SseClient.request(service, CLOCK + "&feed_token=" + token))) {
            stream.until("ready");
            at(-15);
            expect(stream, "reminder In the room 15");
            at(-5);
            expect(stream, "starting In the room");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a calendar that is shown again tells of what comes, and one that is hidden of nothing")
    void aShownCalendarTells() {
        var room = own.makeCalendar("Room");
        Api.create(own.user(), also(withPopups("In the room", 30, 15), "calendar_id", room));
        try (var stream = own.live(CLOCK)) {
            own.show(room, false);
            stream.next("leave");
            at(-30);
            own.show(room, true);
            expect(stream, "enter In the room");
            at(-15);
            expect(stream, "reminder In the room 15");
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a stream that a view is read for later is told the same")
    void aSecondStreamIsToldTheSame() {
        meeting("Tea", 15);
        try (var first = own.live(CLOCK)) {
            at(-20);
            try (var second = own.live(CLOCK)) {
                at(-15);
                assertEquals(
                        expect(first, "reminder Tea 15").data(),
                        expect(second, "reminder Tea 15").data());
            }
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 a clock that jumps back repeats nothing, and what was still to come is told at its moment")
    void aJumpBackRepeatsNothing() {
        meeting("Tea", 15);
        try (var stream = own.live(CLOCK)) {
            at(-15);
            expect(stream, "reminder Tea 15");
            at(-5);
            expect(stream, "starting Tea");
            clock.turn(Duration.ofMinutes(-40));
            feeds.tick();
            Api.create(own.user(), Api.event("Cake"));
            stream.next("enter");
            at(-15);
            at(-5);
            to(TEN - 5 * MINUTE + 1);
            expect(stream, "starting Cake");
            at(0);
            assertEquals(Set.of("started Tea", "started Cake"), new HashSet<>(texts(stream, 2)));
        }
    }

    @Test
    @DisplayName(
            "recurrence 7.1 a clock that jumps forward tells the starts and ends in between, and no reminder of what has begun")
    void aJumpForwardTellsStartsAndEnds() {
        meeting("Tea", 15);
        own.create("Cake", TEN + 10 * MINUTE, TEN + 20 * MINUTE);
        try (var stream = own.live(CLOCK)) {
            at(15);
            assertEquals(List.of("started Tea", "started Cake"), texts(stream, 2));
            to(TEN + 10 * 60 * MINUTE);
            assertEquals(List.of("ended Cake", "leave null", "ended Tea", "leave null"), texts(stream, 4));
            own.create("Sign", clock.millis(), clock.millis() + MINUTE);
            expect(stream, "enter Sign");
            assertTrue(stream.lastId().length() > 0);
        }
    }
}
