package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.SseClient;
import almanac.testing.Swarm;
import almanac.testing.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What three nodes promise while nodes are restarted, killed and frozen: each acknowledged write is once on each
/// stream, in order, and no answer is a 500.
class NodeDrill {
    @Test
    @DisplayName("a rolling restart loses nothing, and refuses nothing without Retry-After")
    void aRollingRestart(TestInfo drill) throws InterruptedException {
        try (var cluster = Cluster.start(Map.of());
                var load = Load.on(cluster)) {
            for (var node = 0; node < Cluster.NODES; node++) {
                cluster.restart(node);
                load.awaitWrites();
            }
            load.check(drill, Set.of("503 with Retry-After"));
        }
    }

    @Test
    @DisplayName("nodes that are killed lose nothing; the balancer tells clients of those on which they were")
    void killedNodes(TestInfo drill) throws InterruptedException {
        try (var cluster = Cluster.start(Map.of());
                var load = Load.on(cluster)) {
            for (var node = 0; node < Cluster.NODES; node++) {
                cluster.kill(node);
                load.awaitWrites();
            }
            load.check(drill, Set.of("503 with Retry-After", "502", "504"));
        }
    }

    @Test
    @DisplayName("a frozen node holds the streams of the others up for 6 s at most")
    void aFrozenNode(TestInfo drill) throws InterruptedException {
        try (var cluster = Cluster.start(Map.of());
                var load = Load.on(cluster)) {
            var user = Load.user();
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
            load.awaitWrites();
            load.check(drill, Set.of("503 with Retry-After", "502", "504"));
        }
    }
}
