package almanac.mail;

import static almanac.testing.Api.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MailBox;
import almanac.testing.MovableClock;
import almanac.testing.Storage;
import almanac.testing.WithMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// E-mail reminders: to whom they go, and when.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(WithMail.class)
class ReminderMailTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
    private static final long HOUR = 60 * MINUTE;

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    MailBox box;

    private User owner;

    @BeforeEach
    void begin() {
        clock.set(MORNING);
        owner = Api.user();
    }

    @AfterEach
    void backToTheStart() {
        clock.set(MORNING);
    }

    private long now() {
        return clock.millis();
    }

    private Map<String, Object> event(long start, List<Map<String, Object>> reminders, List<String> guests) {
        var event = new LinkedHashMap<>(Api.event("Tea <b>&</b> talk"));
        event.put("start_time", start);
        event.put("end_time", start + HOUR);
        event.put("reminders", reminders);
        event.put("attendees", guests);
        return event;
    }

    private static Map<String, Object> mail(int minutes) {
        return Map.of("type", "email", "minutes", minutes);
    }

    /// Waits until the log was followed and nothing that is due waits any more.
    private void settle() {
        settle(storage, now());
    }

    /// Waits until the log was followed and nothing that is due waits any more.
    static void settle(Storage storage, long now) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> storage.count("""
                select (select count(*) from alarm where due_at <= %1$d) + (select count(*) from mail where due_at <= %1$d)
                    + (select max(position) from change)
                    - coalesce((select split_part(done_to, ' ', 1)::bigint from job where name = 'mail'), -1)
                """.formatted(now)) == 0);
    }

    @Test
    @DisplayName("7.3 and 7.4 the owner and the invited accounts that have not declined are reminded once, at its time")
    void accountsAreReminded() {
        var guest = Api.user();
        var declining = Api.user();
        var event = Api.create(
                owner,
                event(
                        now() + HOUR,
                        List.of(mail(15)),
                        List.of(guest.email(), declining.email(), "nobody-" + owner.email())));
        Api.answer(declining, event.get("id"), "declined").then().statusCode(200);
        settle();
        clock.advance(Duration.ofMinutes(44));
        settle();
        assertEquals(0, box.to(owner.email()).size());
        clock.advance(Duration.ofMinutes(1));
        var mails = box.await(owner.email(), 1);
        box.await(guest.email(), 1);
        settle();
        var mail = mails.getFirst();
        assertEquals(
                "Reminder: Tea <b>&</b> talk, Monday, 2 March 2026, 11:00 – 12:00 (Europe/Berlin)", mail.subject());
        assertTrue(mail.text().contains("This begins in 15 minutes."), mail.text());
        assertTrue(mail.html().contains("Tea &lt;b&gt;&amp;&lt;/b&gt; talk"), mail.html());
        assertEquals(0, box.to(declining.email()).size());
        assertFalse(box.to("nobody-" + owner.email()).stream()
                .anyMatch(each -> each.subject().startsWith("Reminder")));
        clock.advance(Duration.ofMinutes(20));
        settle();
        assertEquals(1, box.to(owner.email()).size());
        assertEquals(0, storage.count("select count(*) from alarm where event_id = '" + event.get("id") + "'"));
    }

    @Test
    @DisplayName("7.1 an event that is moved in the second before is reminded of at its new time")
    void aMoveRearms() {
        var event = Api.create(owner, event(now() + HOUR, List.of(mail(15)), List.of()));
        settle();
        clock.advance(Duration.ofMinutes(45).minusSeconds(1));
        settle();
        Api.edit(owner, event.get("id"), event(now() + 2 * HOUR, List.of(mail(15)), List.of()))
                .then()
                .statusCode(200);
        clock.advance(Duration.ofSeconds(1));
        settle();
        assertEquals(0, box.to(owner.email()).size());
        clock.set(Instant.ofEpochMilli(now() + 2 * HOUR - 15 * MINUTE - 1000));
        settle();
        assertEquals(1, box.await(owner.email(), 1).size());
        Api.edit(
                owner,
                event.get("id"),
                Map.of(
                        "title",
                        "Other",
                        "timezone",
                        "UTC",
                        "start_time",
                        now() + 15 * MINUTE,
                        "end_time",
                        now() + HOUR));
        settle();
        assertEquals(1, box.to(owner.email()).size(), "another title is no other time");
    }

    @Test
    @DisplayName("7.2 a reminder that is late by an hour at most is given while its event has not begun")
    void lateReminders() {
        Api.create(owner, event(now() + 4 * HOUR, List.of(mail(120)), List.of()));
        var late = Api.user();
        Api.create(late, event(now() + 4 * HOUR, List.of(mail(200)), List.of()));
        var begun = Api.user();
        Api.create(begun, event(now() + 150 * MINUTE, List.of(mail(20)), List.of()));
        settle();
        clock.advance(Duration.ofMinutes(170));
        settle();
        box.await(owner.email(), 1);
        assertTrue(box.to(owner.email()).getFirst().text().contains("in 70 minutes"), box.toString());
        assertEquals(0, box.to(late.email()).size());
        assertEquals(0, box.to(begun.email()).size());
    }

    @Test
    @DisplayName(
            "7.3 each occurrence of a series is reminded of, one that is removed or moved is not, nor one that was answered no")
    void series() {
        var event = event(now() + HOUR, List.of(mail(0)), List.of());
        event.put("recurrence_rule", "FREQ=DAILY;COUNT=4");
        Api.create(owner, event);
        settle();
        for (var day = 0; day < 5; day++) {
            clock.set(MORNING.plus(Duration.ofDays(day).plusHours(1)));
            settle();
        }
        assertEquals(4, box.to(owner.email()).size());
    }

    @Test
    @DisplayName("7.3 a reminder keeps to the wall clock of its series, when clocks change and over a year")
    void wallClock() {
        var berlin = ZoneId.of("Europe/Berlin");
        var first = ZonedDateTime.of(2026, 3, 2, 11, 0, 0, 0, berlin);
        var event = event(first.toInstant().toEpochMilli(), List.of(mail(15)), List.of());
        event.put("timezone", berlin.getId());
        event.put("recurrence_rule", "FREQ=MONTHLY;BYDAY=-1SU,1MO");
        Api.create(owner, event);
        settle();
        // Clocks change on the last Sundays of March and October.
        var starts = List.of(
                first,
                first.withDayOfMonth(29),
                first.plusMonths(1).withDayOfMonth(6),
                first.plusMonths(7).withDayOfMonth(25),
                first.plusMonths(8),
                first.plusMonths(12).withDayOfMonth(1));
        var mails = 0;
        for (var start : starts) {
            clock.set(start.minusMinutes(15).minusSeconds(1).toInstant());
            settle();
            assertEquals(mails, box.to(owner.email()).size(), start::toString);
            clock.advance(Duration.ofSeconds(1));
            assertEquals(++mails, box.await(owner.email(), mails).size(), start::toString);
            assertTrue(box.to(owner.email()).getLast().subject().contains("11:00"), start::toString);
        }
    }

    @Test
    @DisplayName("7.1 a clock that is turned back reminds nobody twice")
    void theClockIsTurnedBack() {
        Api.create(owner, event(now() + HOUR, List.of(mail(15)), List.of()));
        settle();
        clock.advance(Duration.ofMinutes(45));
        settle();
        box.await(owner.email(), 1);
        clock.turn(Duration.ofMinutes(-10));
        settle();
        clock.advance(Duration.ofMinutes(11));
        settle();
        assertEquals(1, box.to(owner.email()).size());
    }

    @Test
    @DisplayName("7.4 a calendar that may not send mail sends none")
    void aCalendarWithoutMail() {
        var calendar = Api.calendar(owner, "Quiet");
        Api.as(owner.token())
                .contentType("application/json")
                .body(Map.of("canSendMail", false))
                .put("/api/v2/calendars/" + calendar.get("id"))
                .then()
                .statusCode(200);
        var event = event(now() + HOUR, List.of(mail(15)), List.of("guest-" + owner.email()));
        event.put("calendar_id", calendar.get("id"));
        Api.create(owner, event);
        settle();
        clock.advance(Duration.ofMinutes(45));
        settle();
        assertEquals(0, box.to(owner.email()).size());
        assertEquals(0, box.to("guest-" + owner.email()).size());
    }
}
