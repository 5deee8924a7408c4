package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Metrics;
import almanac.testing.PackagedService;
import almanac.testing.RedisServer;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What three nodes promise of the quota while the Redis that counts it is killed: no user is above it while Redis is
/// there, none is above it on any node while Redis is away, no lock opens, and no write is lost.
class QuotaDrill {
    private static final int LIMIT = 20;

    @Test
    @DisplayName("a Redis that is killed opens no lock, and lets nobody have more than the quota of each node")
    void aKilledRedis(TestInfo drill) throws InterruptedException {
        try (var redis = RedisServer.startInstalled();
                var cluster = Cluster.start(settings(redis));
                var load = Load.on(cluster)) {
            for (var kill = 0; kill < 2; kill++) {
                outage(redis, cluster, load);
            }
            load.check(drill, Set.of("503 with Retry-After"));
        }
    }

    private static void outage(RedisServer redis, Cluster cluster, Load load) {
        var before = Greedy.on(cluster);
        assertEquals(LIMIT, before.admittedUntilRefused());
        var between = Greedy.on(cluster);
        assertEquals(LIMIT / 2, between.admitted(LIMIT / 2));
        redis.kill();
        awaitState(cluster, "away");
        load.awaitWrites();
        before.staysRefused();
        assertEquals(LIMIT / 2 + LIMIT * (Cluster.NODES - 1), between.admittedUntilRefused());
        var meanwhile = Greedy.on(cluster);
        assertEquals(LIMIT * Cluster.NODES, meanwhile.admittedUntilRefused());
        redis.startAgain();
        awaitState(cluster, "reached");
        load.awaitWrites();
        before.staysRefused();
        between.staysRefused();
        meanwhile.staysRefused();
        assertEquals(LIMIT, Greedy.on(cluster).admittedUntilRefused());
    }

    /// Above 1,000 requests a node would count for itself. A decision has time: a busy machine is slow.
    private static Map<String, String> settings(RedisServer redis) {
        return Map.of(
                "almanac.quota.store", "redis",
                "almanac.quota.redis.url", redis.url(),
                "almanac.quota.redis.timeout", "20s",
                "almanac.quota.limit", "1000",
                "almanac.quota.calls.list-calendars.limit", Integer.toString(LIMIT),
                "almanac.quota.calls.list-calendars.window", "1h",
                "almanac.quota.calls.list-calendars.lock", "1h");
    }

    /// The load makes each node ask.
    private static void awaitState(Cluster cluster, String state) {
        Awaitility.await()
                .atMost(Witnesses.PATIENCE)
                .until(() -> cluster.nodes().stream().allMatch(node -> isIn(state, node)));
    }

    private static boolean isIn(String state, PackagedService node) {
        return Metrics.of(node.management()).sum("almanac_quota_store{state=\"" + state + "\"") == 1;
    }
}
