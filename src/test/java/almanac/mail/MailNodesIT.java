package almanac.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.MailBox;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two processes on one database that send the same mails.
@Tag("slow")
class MailNodesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(9);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int EVENTS = 10_000;
    /// Armed are about a hundred in a second, on a machine that does nothing else several hundred.
    private static final Duration ARMED_BY = Duration.ofMinutes(4);

    private static final int FILE = 2_000;
    private static final int BATCH = 10;

    private final MailBox box = MailBox.open();
    private ExternalDatabase database;
    private PackagedService first;
    private PackagedService second;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("mail-nodes-");
        first = node("first");
        second = node("second");
        RestAssured.baseURI = "http://127.0.0.1";
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        first.close();
        second.close();
        database.close();
        box.stop();
    }

    private PackagedService node(String name) {
        var settings = new HashMap<>(database.settings());
        settings.putAll(box.settings());
        settings.put("almanac.node.name", name);
        settings.put("almanac.quota.enabled", "false");
        // What follows the reminders of a file is not what is tested here, and takes its time on a busy machine.
        settings.put("almanac.request.calendar-limit", "20M");
        return PackagedService.start(name, settings);
    }

    @Test
    @DisplayName(
            "8.6 of 10,000 reminders due in one minute none is lost, and of two nodes each that is killed doubles one batch at most")
    void killedNodesLoseNothing() {
        RestAssured.port = first.address().getPort();
        var user = Api.user();
        var guest = "guest-" + user.email();
        var invited = new HashMap<>(Api.soon("With a guest"));
        invited.put("attendees", List.of(guest));
        Api.create(user, invited);
        box.await(guest, 1);
        var due = Instant.now().plus(ARMED_BY).getEpochSecond();
        for (var part = 0; part < EVENTS / FILE; part++) {
            load(user, part * FILE, due);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> count("select count(*) from alarm") == EVENTS);
        assertTrue(Instant.now().getEpochSecond() < due, "all are armed before the first is due");

        Awaitility.await().atMost(PATIENCE).until(() -> box.count() > EVENTS / 5);
        first.kill();
        first = node("first-again");
        Awaitility.await().atMost(PATIENCE).until(() -> box.count() > EVENTS / 2);
        second.kill();
        second = node("second-again");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> count("select count(*) from mail") == 0
                        && count("select count(*) from alarm where mailed_for is null") == 0);

        assertEquals(1, box.to(guest).size(), "no node that starts invites again");
        var times = box.subjects().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertEquals(EVENTS + 1, times.size(), "each is reminded of");
        var ids = new HashSet<>(box.ids()).size();
        var twice = times.values().stream().mapToLong(count -> count - 1).sum();
        System.out.println(EVENTS + " reminders over two nodes that were killed in turn: " + twice + " came twice, "
                + ids + " ids of " + box.count() + " mails");
        assertTrue(twice <= 2 * BATCH, twice + " came twice");
        assertTrue(times.values().stream().allMatch(count -> count <= 2), "nothing came three times");
    }

    /// Takes events from a file, each with a reminder that is due within a minute.
    private static void load(User user, int from, long due) {
        var file = IntStream.range(from, from + FILE)
                .mapToObj(number -> event(number, due + number % 60))
                .collect(Collectors.joining("", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n"));
        user.call()
                .contentType("text/calendar")
                .body(file)
                .post("/api/v2/calendars/{id}/import", user.calendarNumber())
                .then()
                .statusCode(200);
    }

    private static String event(int number, long due) {
        var start = MOMENT.format(Instant.ofEpochSecond(due + 3_600));
        return """
                BEGIN:VEVENT
                UID:due-%1$d
                SUMMARY:Event %1$d
                DTSTART:%2$s
                DURATION:PT1H
                BEGIN:VALARM
                ACTION:EMAIL
                TRIGGER:-PT1H
                SUMMARY:Soon
                DESCRIPTION:Soon
                ATTENDEE:mailto:somebody@example.com
                END:VALARM
                END:VEVENT
                """.formatted(number, start).replace("\n", "\r\n");
    }

    private long count(String sql) {
        return Long.parseLong(database.ask(sql).iterator().next());
    }
}
