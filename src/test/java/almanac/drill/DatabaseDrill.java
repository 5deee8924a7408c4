package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.ExternalDatabase;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What three nodes promise while something is done to their database: each acknowledged write is once on each
/// stream, in order, and no answer is a 500.
class DatabaseDrill {
    private static final String LISTENING =
            "from pg_stat_activity where query ilike 'listen %' or query = 'select 1 as channels'";
    private static final Set<String> REFUSED = Set.of("503 with Retry-After");

    @Test
    @DisplayName("a database that is killed and comes back has every acknowledged write")
    void aKilledDatabase(TestInfo drill) throws InterruptedException {
        try (var cluster = Cluster.start(Map.of());
                var load = Load.on(cluster)) {
            for (var crash = 0; crash < 2; crash++) {
                cluster.database().crash();
                cluster.database().startAgain();
                load.awaitWrites();
            }
            load.check(drill, REFUSED);
        }
    }

    @Test
    @DisplayName("while the disk of the database is full writes are refused, and they go on once there is room")
    void aFullDisk(TestInfo drill) throws InterruptedException {
        try (var disk = SmallDisk.mount();
                var cluster = Cluster.on(ExternalDatabase.startIn(disk.directory()));
                var load = Load.on(cluster)) {
            for (var time = 0; time < 2; time++) {
                var before = refusedForRoom(cluster);
                disk.fill();
                Awaitility.await().atMost(Witnesses.PATIENCE).until(() -> refusedForRoom(cluster) >= before + 10);
                disk.free();
                cluster.database().startAgainIfEnded();
                load.awaitWrites();
            }
            load.check(drill, REFUSED);
        }
    }

    @Test
    @DisplayName("nodes whose connection for messages is cut hear of the changes of others again, without a poll")
    void cutMessages(TestInfo drill) throws InterruptedException {
        try (var cluster = Cluster.start(Map.of("almanac.change.poll-interval", "1h"));
                var load = Load.on(cluster)) {
            for (var cut = 0; cut < 5; cut++) {
                awaitListeners(cluster.database());
                assertEquals(
                        Set.of("t"), cluster.database().ask("select distinct pg_terminate_backend(pid) " + LISTENING));
                load.awaitWrites();
            }
            load.check(drill, REFUSED);
        }
    }

    /// How often a node was told that there is no room.
    private static long refusedForRoom(Cluster cluster) {
        return cluster.nodes().stream()
                .flatMap(node -> node.log().lines())
                .filter(line -> line.contains("SQLState: 53100"))
                .count();
    }

    private static void awaitListeners(ExternalDatabase database) {
        Awaitility.await()
                .atMost(Witnesses.PATIENCE)
                .until(() -> database.ask("select count(*) " + LISTENING).equals(Set.of("" + Cluster.NODES)));
    }
}
