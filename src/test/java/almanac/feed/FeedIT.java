package almanac.feed;

import static almanac.feed.Dashboard.LOG;
import static almanac.testing.Workload.acknowledged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.Workload;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The packaged service with open feeds, while it is stopped in good order, and killed.
class FeedIT {
    private static final int USERS = 15;
    private static final int STREAMS_EACH = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private ExternalDatabase database;
    private PackagedService service;
    private Workload work;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("feed-");
        service = startService("feed");
        work = Workload.on(service, USERS);
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        service.close();
        database.close();
    }

    @Test
    @DisplayName("4.2 a service that stops tells each of 300 streams to reconnect, and ends it")
    void aStopIsToldToEveryStream() {
        var streams = IntStream.range(0, USERS * STREAMS_EACH)
                .mapToObj(number -> stream(number % USERS, ""))
                .toList();
        streams.forEach(stream -> stream.next("ready"));
        service.askToStop();
        for (var stream : streams) {
            stream.next("reconnect");
            stream.awaitEnd();
        }
    }

    @Test
    @DisplayName("3.1 after a kill in the middle of writes no change is missing, and none comes twice")
    void aKillLosesNoAcknowledgedChange() {
        var before =
                IntStream.range(0, USERS).mapToObj(user -> stream(user, "")).toList();
        before.forEach(stream -> stream.next("ready"));
        var goesOn = new AtomicBoolean(true);
        var writing = work.inBackground(USERS, goesOn::get, Duration.ofMillis(20), work::write);
        var seen = new ArrayList<String>();
        Awaitility.await().atMost(PATIENCE).until(() -> drain(before, seen) > 10 * USERS);
        service.kill();
        goesOn.set(false);
        var acknowledged = acknowledged(writing.join());
        before.forEach(SseClient::awaitEnd);
        drain(before, seen);
        service = startService("feed-again");
        for (var user = 0; user < USERS; user++) {
            var cursor = before.get(user).lastId();
            try (var after = stream(user, cursor)) {
                seen.addAll(Dashboard.ids(after.until("ready")));
            }
        }
        assertEquals(seen.size(), new HashSet<>(seen).size());
        assertTrue(seen.containsAll(acknowledged));
        assertEquals(database.ask("select id from event"), new HashSet<>(seen));
    }

    private PackagedService startService(String name) {
        var settings = database.settings();
        settings.put("almanac.quota.limit", "1000000");
        return PackagedService.start(name, settings);
    }

    private SseClient stream(int user, String cursor) {
        var token = work.users().get(user).token();
        return cursor.isEmpty()
                ? SseClient.open(service.address(), LOG, token)
                : SseClient.resume(service.address(), LOG, token, cursor);
    }

    private static int drain(List<SseClient> streams, List<String> seen) {
        for (var stream : streams) {
            for (var next = stream.poll(Duration.ZERO); next.isPresent(); next = stream.poll(Duration.ZERO)) {
                seen.add(Dashboard.id(next.get()));
            }
        }
        return seen.size();
    }
}
