package almanac.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two processes on one database, and a client that goes from one to the other.
class ClockIT {
    private static final int EVENTS = 10;
    private static final Set<String> TOLD = Set.of("started", "ended");

    private static final Duration LONGEST = Duration.ofMinutes(3);

    /// No live message is waited for longer: the last one may have been replayed.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private ExternalDatabase database;
    private List<PackagedService> nodes;
    private User user;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("clock-");
        nodes = List.of(node("clock-first"), node("clock-second"));
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = nodes.getFirst().address().getPort();
        user = Api.user();
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        nodes.forEach(PackagedService::close);
        database.close();
    }

    @Test
    @DisplayName(
            "recurrence 7.1 and 7.2 a stream that goes on at another node is told each start and end once, in order")
    void nothingComesTwiceOrIsLostOverNodes() {
        create("Warm", System.currentTimeMillis() + 3_600_000);
        var begin = System.currentTimeMillis() + 30_000;
        var ids = IntStream.range(0, EVENTS)
                .mapToObj(number -> create("Event " + number, begin + 400L * number))
                .toList();
        var told = new ArrayList<Message>();
        var cursor = "";
        var end = begin + LONGEST.toMillis();
        for (var turn = 0; told.size() < EVENTS * TOLD.size() && System.currentTimeMillis() < end; turn++) {
            var node = nodes.get(turn % nodes.size()).address();
            try (var stream = open(node, cursor)) {
                cursor = take(stream.until("ready"), told);
                cursor = takeUnit(stream, told).orElse(cursor);
            }
        }
        for (var id : ids) {
            assertEquals(
                    List.of("started", "ended"),
                    told.stream()
                            .filter(message -> id.equals(message.get("id")))
                            .map(Message::name)
                            .toList());
        }
    }

    @Test
    @DisplayName("recurrence 7.1 a start is told at its moment on every node")
    void aStartIsToldInTime() {
        create("Warm", System.currentTimeMillis() + 3_600_000);
        var start = System.currentTimeMillis() + 10_321;
        try (var first = SseClient.open(nodes.getFirst().address(), ClockTest.CLOCK, user.token());
                var second = SseClient.open(nodes.getLast().address(), ClockTest.CLOCK, user.token())) {
            first.until("ready");
            second.until("ready");
            create("Tea", start);
            for (var stream : List.of(first, second)) {
                stream.until("started");
                var late = System.currentTimeMillis() - start;
                // Within a second, where the machine does nothing else.
                assertTrue(late >= -500 && late < 10_000, () -> "told " + late + " ms after the start");
                System.out.println("A start was told " + late + " ms after its moment");
            }
        }
    }

    private SseClient open(URI node, String cursor) {
        return cursor.isEmpty()
                ? SseClient.open(node, ClockTest.CLOCK, user.token())
                : SseClient.resume(node, ClockTest.CLOCK, user.token(), cursor);
    }

    /// Takes live messages up to the next one that has a cursor, if one comes, as a client does that keeps only whole
    /// units.
    ///
    /// @return the cursor
    private static Optional<String> takeUnit(SseClient stream, List<Message> told) {
        var unit = new ArrayList<Message>();
        for (var next = stream.poll(PATIENCE); next.isPresent(); next = stream.poll(PATIENCE)) {
            unit.add(next.get());
            if (!next.get().id().isEmpty()) {
                return Optional.of(take(unit, told));
            }
        }
        return Optional.empty();
    }

    /// @return the cursor of the last message
    private static String take(List<Message> messages, List<Message> told) {
        messages.stream().filter(message -> TOLD.contains(message.name())).forEach(told::add);
        return messages.getLast().id();
    }

    private String create(String title, long start) {
        return (String) Api.create(user, Dashboard.lasting(Api.event(title), start, start + 700))
                .get("id");
    }

    private PackagedService node(String name) {
        var settings = new HashMap<>(database.settings());
        settings.put("almanac.node.name", name);
        settings.put("almanac.feed.starting-lead", "1s");
        settings.put("almanac.quota.limit", "100000");
        return PackagedService.start(name, settings);
    }
}
