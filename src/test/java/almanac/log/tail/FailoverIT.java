package almanac.log.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.restassured.RestAssured;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two processes whose database is replaced by a promoted standby while they run.
@Tag("slow")
class FailoverIT {
    private static final String EVENTS = "/api/v2/events";

    private ExternalDatabase database;
    private PackagedService first;
    private PackagedService second;
    private User user;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("failover-");
        RestAssured.baseURI = "http://127.0.0.1";
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        first.close();
        second.close();
        database.close();
    }

    private void startNodes(Map<String, String> more) {
        first = node("failover-first", more);
        second = node("failover-second", more);
        RestAssured.port = first.address().getPort();
        user = Api.user();
    }

    @Test
    @DisplayName(
            "1.2 a standby that lacks the newest changes gives positions out again: each stream is reset, and none is missed")
    void aStandbyThatLacksChanges() {
        startNodes(Map.of());
        var kept = Api.createSoon(user, "Kept");
        database.keepCopy();
        var lost = Api.createSoon(user, "Lost");
        Api.createSoon(user, "Lost, too");
        try (var one = live(first);
                var other = live(second)) {
            database.failOverToCopy();
            var again = Api.createSoon(user, "Written after the failover");
            assertFalse(database.ask("select id from event").contains(lost));
            var told = isReset(first, one, Set.of(kept, again));
            var _ = isReset(second, other, Set.of(kept, again, told));
        }
    }

    private String isReset(PackagedService node, SseClient before, Set<String> events) {
        before.awaitEnd();
        try (var stream = resume(node, before.lastId())) {
            assertEquals("foreign", stream.next("reset").get("reason"));
            assertEquals(
                    events,
                    stream.until("ready").stream()
                            .filter(message -> message.name().equals("snapshot"))
                            .map(message -> message.<String>get("id"))
                            .collect(Collectors.toSet()));
            var told = Api.createSoon(user, "Told");
            assertEquals(told, stream.next("enter").get("item.id"));
            return told;
        }
    }

    @Test
    @DisplayName("1.2 after a failover to a synchronous standby the log goes on, where that is configured")
    void aSynchronousStandby() {
        startNodes(Map.of("almanac.change.after-failover", "keep"));
        var before = live(first);
        before.close();
        var log = database.ask("select id from change_log");
        var history = database.ask("select origin from change_log");
        database.failOver();
        var made = Api.createSoon(user, "Written after the failover");
        assertEquals(log, database.ask("select id from change_log"));
        Awaitility.await().until(() -> !history.equals(database.ask("select origin from change_log")));
        for (var node : List.of(first, second)) {
            try (var stream = resume(node, before.lastId())) {
                var messages = stream.until("ready");
                assertEquals(
                        List.of("enter", "ready"),
                        messages.stream().map(Message::name).toList());
                assertEquals(made, messages.getFirst().get("item.id"));
            }
        }
    }

    @Test
    @DisplayName("1.2 a restart of the same database is no failover")
    void aRestartIsNoFailover() {
        startNodes(Map.of());
        var before = live(first);
        before.close();
        database.end();
        database.startAgain();
        Api.createSoon(user, "Written after the restart");
        try (var stream = resume(second, before.lastId())) {
            assertEquals("enter", stream.until("ready").getFirst().name());
        }
    }

    private PackagedService node(String name, Map<String, String> more) {
        var settings = new HashMap<>(database.settings());
        settings.put("almanac.quota.limit", "100000");
        settings.putAll(more);
        return PackagedService.start(name, settings);
    }

    private SseClient live(PackagedService node) {
        var stream = SseClient.open(node.address(), EVENTS, user.token());
        stream.until("ready");
        return stream;
    }

    /// Goes on from a cursor. A stream that ends without a message is opened again, as a browser does: the node
    /// has not noticed the failover before.
    private SseClient resume(PackagedService node, String cursor) {
        var stream = SseClient.resume(node.address(), EVENTS, user.token(), cursor);
        stream.awaitReadyOrEnd();
        if (stream.hasEnded()) {
            stream.close();
            return resume(node, cursor);
        }
        return stream;
    }
}
