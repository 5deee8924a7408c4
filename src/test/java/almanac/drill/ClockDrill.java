package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What three nodes promise while the clock of one is wrong, with and without correcting it: each acknowledged write is
/// once on each stream, in order, and a list that is watched on one node after the other misses and repeats nothing.
class ClockDrill {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final String SKEW = "almanac_clock_skew_seconds";

    @ParameterizedTest(name = "{0} s, time of the {1}")
    @CsvSource({"+1.5, machine", "-1.5, machine", "+1.5, database"})
    @DisplayName("a node whose clock is wrong by 1.5 s loses, doubles and reorders nothing")
    void aSkewedNode(String seconds, String source, TestInfo drill) throws InterruptedException {
        assertTrue(Files.exists(LIBRARY), "a drill needs libfaketime: apt-get install faketime");
        var wrong = List.of("env", "LD_PRELOAD=" + LIBRARY, "FAKETIME=" + seconds + "s");
        var settings = Map.of("almanac.clock.source", source, "almanac.node.heartbeat", "2s");
        try (var cluster = Cluster.start(wrong, settings);
                var load = Load.on(cluster)) {
            awaitSkew(cluster, Double.parseDouble(seconds));
            var traveller = Traveller.on(cluster, Load.user());
            traveller.watchEventsThatEnd(20, Duration.ofMillis(400));
            load.awaitWrites();
            load.check(drill, Set.of("503 with Retry-After"));
        }
    }

    /// The clock is wrong indeed: the node has measured it.
    private static void awaitSkew(Cluster cluster, double seconds) {
        Awaitility.await()
                .atMost(Witnesses.PATIENCE)
                .until(() -> Math.abs(Metrics.of(cluster.node(0).management()).sum(SKEW) - seconds) < 0.5);
    }
}
