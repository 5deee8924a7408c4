package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.TestInfo;

/// A cluster with open streams and with clients that write, while a drill does something to it.
///
/// Its size is set by system properties: `drill.streams` (1,000), `drill.writes` a second (200), `drill.users`
/// (50).
final class Load implements AutoCloseable {
    private static final int STREAMS = Integer.getInteger("drill.streams", 1_000);
    private static final int WRITES = Integer.getInteger("drill.writes", 200);
    private static final int USERS = Integer.getInteger("drill.users", 50);

    /// How many writes are made between two faults.
    private static final int BETWEEN = 5 * USERS;

    private final Cluster cluster;
    private final Witnesses witnesses;
    private final Writers writers;

    private Load(Cluster cluster) {
        this.cluster = cluster;
        cluster.awaitReady();
        var users = users(USERS);
        witnesses = Witnesses.at(cluster.address(), users, STREAMS);
        writers = Writers.at(cluster.address(), users, WRITES);
        awaitWrites();
    }

    /// Opens the streams of a cluster, and begins to write.
    static Load on(Cluster cluster) {
        return new Load(cluster);
    }

    /// New accounts.
    private static List<User> users(int count) {
        return IntStream.range(0, count).mapToObj(_ -> user()).toList();
    }

    /// The first calls of a JVM are slow, and on a busy machine slower than a request may be.
    static User user() {
        var user = new AtomicReference<User>();
        Awaitility.await().atMost(Witnesses.PATIENCE).untilAsserted(() -> user.set(Api.user()));
        return user.get();
    }

    /// Waits until a number of further writes are acknowledged.
    void awaitWrites() {
        var before = writers.made();
        Awaitility.await().atMost(Witnesses.PATIENCE).until(() -> writers.made() >= before + BETWEEN);
    }

    /// Ends the writes, and checks that each acknowledged one is once on each stream, in order.
    ///
    /// @param allowed the answers other than 200 that the fault may cause
    void check(TestInfo drill, Set<String> allowed) throws InterruptedException {
        writers.stop();
        witnesses.saw(writers.acknowledged(), cluster.database().ask("select id from event"));
        var refusals = writers.refusals();
        System.out.printf(
                "%s: %d events on %d streams, %d deliveries, none lost or doubled; median, p99 and longest time of a"
                        + " write %s ms; answers other than 200: %s%n",
                drill.getDisplayName(), writers.made(), STREAMS, witnesses.deliveries(), writers.durations(), refusals);
        assertTrue(allowed.containsAll(refusals.keySet()), "unexpected answers: " + refusals);
    }

    @Override
    public void close() {
        writers.abandon();
        witnesses.close();
    }
}
