package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.SseClient;
import almanac.testing.Swarm;
import almanac.testing.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What three nodes promise while something is done to them: each acknowledged write is once on each stream, in
/// order, and no answer is a 500.
///
/// The load is set by system properties: `drill.streams` (1,000), `drill.writes` a second (200), `drill.users`
/// (50).
class ClusterDrill {
    private static final int STREAMS = Integer.getInteger("drill.streams", 1_000);
    private static final int WRITES = Integer.getInteger("drill.writes", 200);
    private static final int USERS = Integer.getInteger("drill.users", 50);

    /// How many writes are made between two faults.
    private static final int BETWEEN = 5 * USERS;

    private Cluster cluster;
    private List<User> users;
    private Witnesses witnesses;
    private Writers writers;

    @BeforeEach
    void start() {
        cluster = Cluster.start(Map.of());
        cluster.awaitReady();
        users = IntStream.range(0, USERS).mapToObj(_ -> Api.user()).toList();
        witnesses = Witnesses.at(cluster.address(), users, STREAMS);
        writers = Writers.at(cluster.address(), users, WRITES);
        awaitWrites();
    }

    @AfterEach
    void stop() {
        witnesses.close();
        cluster.close();
    }

    @Test
    @DisplayName("a rolling restart loses nothing, and refuses nothing without Retry-After")
    void aRollingRestart(TestInfo drill) throws InterruptedException {
        for (var node = 0; node < Cluster.NODES; node++) {
            cluster.restart(node);
            awaitWrites();
        }
        check(drill, Set.of("503 with Retry-After"));
    }

    @Test
    @DisplayName("nodes that are killed lose nothing; the balancer tells clients of those on which they were")
    void killedNodes(TestInfo drill) throws InterruptedException {
        for (var node = 0; node < Cluster.NODES; node++) {
            cluster.kill(node);
            awaitWrites();
        }
        check(drill, Set.of("503 with Retry-After", "502", "504"));
    }

    @Test
    @DisplayName("a frozen node holds the streams of the others up for 6 s at most")
    void aFrozenNode(TestInfo drill) throws InterruptedException {
        var user = Api.user();
        var swarm = Swarm.at(cluster.node(1).address());
        try (var stream = SseClient.open(cluster.node(2).address(), "/api/v2/changes", user.token())) {
            stream.until("ready");
            cluster.node(0).freeze();
            for (var number = 0; number < 5; number++) {
                var answer = swarm.send(swarm.post("/api/v2/events", user.token(), Workload.EVENT));
                var ids = Workload.acknowledged(List.of(answer));
                assertEquals(ids, List.of(stream.next("change").<String>get("id")));
            }
        } finally {
            cluster.node(0).thaw();
        }
        awaitWrites();
        check(drill, Set.of("503 with Retry-After", "502", "504"));
    }

    @Test
    @DisplayName("a database that is killed and comes back has every acknowledged write")
    void aKilledDatabase(TestInfo drill) throws InterruptedException {
        for (var crash = 0; crash < 2; crash++) {
            cluster.database().crash();
            cluster.database().startAgain();
            awaitWrites();
        }
        check(drill, Set.of("503 with Retry-After"));
    }

    private void awaitWrites() {
        var before = writers.made();
        Awaitility.await().atMost(Witnesses.PATIENCE).until(() -> writers.made() >= before + BETWEEN);
    }

    private void check(TestInfo drill, Set<String> allowed) throws InterruptedException {
        writers.stop();
        witnesses.saw(writers.acknowledged(), cluster.database().ask("select id from event"));
        var refusals = writers.refusals();
        System.out.printf(
                "%s: %d events on %d streams, %d deliveries, none lost or doubled; answers other than 200: %s%n",
                drill.getDisplayName(), writers.made(), STREAMS, witnesses.deliveries(), refusals);
        assertTrue(allowed.containsAll(refusals.keySet()), "unexpected answers: " + refusals);
    }
}
