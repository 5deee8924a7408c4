package almanac.access.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.Installation;
import almanac.testing.Metrics;
import almanac.testing.PackagedService;
import almanac.testing.RedisServer;
import almanac.testing.SseClient;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// The quota of packaged services: of two on one database, with and without Redis, and of one that is killed (several
/// nodes and identity, 2.1 to 2.8).
@Tag("slow")
class QuotaStoresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String LIST = "/api/v2/calendars";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        RestAssured.reset();
        for (var each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void twoNodesCountInTheirExternalDatabaseAndKeepTheLockOverAKill() {
        var database = opened(ExternalDatabase.start("quota-"));
        var first = node("quota-first", database, Map.of());
        var second = node("quota-second", database, Map.of());
        assertTrue(hasState(first) && hasState(second), "the default is shared");
        var user = user(first);
        oneLimitForBoth(first, second, user);
        first.kill();
        assertEquals(
                429, list(node("quota-first-again", database, Map.of()), user).status());
        assertEquals(
                Set.of("20"), database.ask("select cardinality(times) from quota_ledger where zuid = " + user.zuid()));
    }

    @Test
    void aNodeCountsForItselfWhileTheDatabaseOfItsQuotaStandsStill() {
        var database = opened(ExternalDatabase.start("quota-still-"));
        var node = node("quota-still", database, Map.of("almanac.quota.database.timeout", "500ms"));
        var user = user(node);
        assertEquals(200, list(node, user).status());
        database.freeze();
        // What is listed lies in the database, too, so these requests fail behind the quota.
        await().atMost(PATIENCE).until(() -> {
            var _ = list(node, user);
            return isAway(node);
        });
        database.thaw();
        await().atMost(PATIENCE).until(() -> !isAway(node));
        var other = user(node);
        await().atMost(PATIENCE).until(() -> list(node, other).status() == 200);
    }

    @Test
    void twoNodesCountInRedis() {
        var database = opened(ExternalDatabase.start("quota-redis-"));
        var redis = opened(RedisServer.start());
        var settings = Map.of(
                "almanac.quota.store",
                "redis",
                "almanac.quota.redis.url",
                redis.url(),
                "almanac.quota.redis.timeout",
                "2s");
        var first = node("quota-redis-first", database, settings);
        var second = node("quota-redis-second", database, settings);
        var user = user(first);
        oneLimitForBoth(first, second, user);
        assertEquals(":1", redis.ask("EXISTS almanac:q:{" + user.zuid() + "}"));
        assertEquals(Set.of("0"), database.ask("select count(*) from quota_ledger"));
    }

    @Test
    void theStreamsOfAUserAreCountedOverAllNodesAndThoseOfAKilledOneEnd() {
        var database = opened(ExternalDatabase.start("quota-streams-"));
        var settings = Map.of("almanac.feed.streams-per-user", "6", "almanac.quota.limit", "1000");
        var first = node("streams-first", database, settings);
        var second = node("streams-second", database, settings);
        var user = user(first);
        for (var stream = 0; stream < 3; stream++) {
            assertEquals(200, stream(first, user).status());
            assertEquals(200, stream(second, user).status());
        }
        assertEquals(429, stream(first, user).status());
        assertEquals(429, stream(second, user).status());
        first.kill();
        assertEquals(429, stream(second, user).status());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> stream(second, user).status() == 200);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "almanac.native",
            matches = "true",
            disabledReason = "it has no database of its own")
    void aServiceWithItsOwnDatabaseThatIsKilledKeepsItsLocks() throws Exception {
        var settings = Map.of("almanac.data", Installation.freshData().toString());
        var service = opened(PackagedService.start("quota-own", settings));
        assertFalse(hasState(service), "it counts in memory");
        var user = user(service);
        for (var request = 0; request < 20; request++) {
            assertEquals(200, list(service, user).status());
        }
        assertEquals(429, list(service, user).status());
        service.kill();
        var again = opened(PackagedService.start("quota-own-again", settings));
        var refused = list(again, user);
        assertEquals(429, refused.status());
        var left = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(left > 300 && left < 600, "seconds left: " + left);
    }

    private static void oneLimitForBoth(PackagedService first, PackagedService second, User user) {
        var both = List.of(first, second);
        var statuses = IntStream.range(0, 24)
                .mapToObj(request -> list(both.get(request % 2), user).status())
                .toList();
        assertEquals(20, statuses.stream().filter(status -> status == 200).count());
        assertEquals(List.of(429, 429, 429, 429), statuses.subList(20, 24));
        for (var node : both) {
            var answer = Swarm.at(node.address()).send(Swarm.at(node.address()).get("/api/v2/quota", user.token()));
            assertTrue(
                    answer.body().contains("\"call\":\"list-calendars\",\"limit\":20,\"window_ms\":60000,\"used\":20,"),
                    answer.body());
        }
    }

    private PackagedService node(String name, ExternalDatabase database, Map<String, String> more) {
        var settings = new HashMap<>(database.settings());
        // A busy machine is slow, and a decision that is late is counted by its node.
        settings.put("almanac.quota.database.timeout", "5s");
        settings.putAll(more);
        return opened(PackagedService.start(name, settings));
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }

    /// The first calls of a JVM are slow, and on a busy machine slower than a request may be.
    private static User user(PackagedService service) {
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.address().getPort();
        var user = new AtomicReference<User>();
        await().atMost(PATIENCE).untilAsserted(() -> user.set(Api.user()));
        return user.get();
    }

    private static Answer list(PackagedService service, User user) {
        var swarm = Swarm.at(service.address());
        return swarm.send(swarm.get(LIST, user.token()));
    }

    private SseClient stream(PackagedService service, User user) {
        return opened(SseClient.openIdle(
                SseClient.request(service.address(), LIST).header("Authorization", "Bearer " + user.token())));
    }

    private static boolean hasState(PackagedService service) {
        return Metrics.of(service.management()).lines().stream()
                .anyMatch(line -> line.startsWith("almanac_quota_store{"));
    }

    private static boolean isAway(PackagedService service) {
        return Metrics.of(service.management()).sum("almanac_quota_store{state=\"away\"") == 1;
    }
}
