package almanac.access.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.Metrics;
import almanac.testing.RedisServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A service that counts in Redis, while Redis is killed, stands still and forgets (several nodes and identity, 2.3 to
/// 2.5).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(RedisAwayTest.Local.class)
class RedisAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    RedisServer redis;

    /// A decision has time, as the machine of a test may be slow; a Redis that stands still is waited for as long.
    public static class Local implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("almanac.quota.redis.timeout", "2s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisService.class));
        }
    }

    @AfterEach
    void isBack() {
        awaitState("reached");
    }

    @Test
    void requestsAreCountedInRedis() {
        var user = Api.user();
        assertEquals(20, admitted(user));
        assertEquals(":1", redis.ask("HEXISTS almanac:q:{" + user.zuid() + "} list-calendars"));
        list(user).statusCode(429).header("Retry-After", "600");
        var usage =
                Api.as(user.token()).get("/api/v2/quota").then().statusCode(200).extract();
        assertEquals(List.of(20), usage.jsonPath().getList("data.findAll { it.call == 'list-calendars' }.used"));
    }

    @Test
    void scriptsThatAreForgottenAreSentAgain() {
        var user = Api.user();
        list(user).statusCode(200);
        assertEquals("+OK", redis.ask("SCRIPT FLUSH"));
        assertEquals(19, admitted(user));
        assertEquals("reached", state());
    }

    @Test
    void aNodeCountsOnFromWhatItKnowsWhileRedisIsGoneAndNoKnownLockOpens() {
        var locked = Api.user();
        assertEquals(20, admitted(locked));
        var half = Api.user();
        IntStream.range(0, 10).forEach(_ -> list(half).statusCode(200));
        try (var log = new Told()) {
            redis.kill();
            assertEquals(10, admitted(half), "10 of the 20 were counted before");
            list(locked).statusCode(429);
            awaitState("away");
            assertEquals(20, admitted(Api.user()));
            redis.startAgain();
            awaitState("reached");
            assertEquals(2, log.lines.size(), () -> "one line for each change: " + log.lines);
            assertTrue(log.lines.getFirst().contains("away"), () -> log.lines.toString());
            assertTrue(log.lines.getLast().contains("back"), () -> log.lines.toString());
        }
        list(locked).statusCode(429);
        list(half).statusCode(429);
        assertEquals(20, admitted(Api.user()));
    }

    @Test
    void aRedisThatStandsStillHoldsNobodyUp() {
        var user = Api.user();
        list(user).statusCode(200);
        redis.freeze();
        try {
            for (var request = 0; request < 5; request++) {
                list(user).statusCode(200);
            }
            awaitState("away");
            var begin = System.nanoTime();
            for (var request = 0; request < 10; request++) {
                list(user).statusCode(200);
            }
            var each = Duration.ofNanos(System.nanoTime() - begin).dividedBy(10);
            assertTrue(each.compareTo(Duration.ofSeconds(2)) < 0, "a request waits for Redis: " + each);
        } finally {
            redis.thaw();
        }
        awaitState("reached");
        list(Api.user()).statusCode(200);
    }

    @Test
    void healthDoesNotDependOnRedis() {
        redis.kill();
        try {
            IntStream.range(0, 5).forEach(_ -> list(Api.user()).statusCode(200));
            awaitState("away");
            Management.call().get("/q/health/ready").then().statusCode(200);
        } finally {
            redis.startAgain();
        }
    }

    /// How many requests of a user are admitted until one is refused.
    private static int admitted(User user) {
        for (var admitted = 0; ; admitted++) {
            var status = list(user).extract().statusCode();
            if (status == 429) {
                return admitted;
            }
            assertEquals(200, status);
        }
    }

    private static ValidatableResponse list(User user) {
        return Api.as(user.token()).get("/api/v2/calendars").then();
    }

    private static void awaitState(String state) {
        await().atMost(PATIENCE).until(() -> state().equals(state));
    }

    private static String state() {
        var metrics = Metrics.of(Management.address());
        return metrics.sum("almanac_quota_store{state=\"away\"") == 1 ? "away" : "reached";
    }

    /// What is told about the store.
    private static final class Told extends Handler implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger(StoreState.class.getName());

        private Told() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLoggerName().equals(StoreState.class.getName())) {
                lines.add(String.valueOf(entry.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
