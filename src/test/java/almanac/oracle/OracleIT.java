package almanac.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.ExternalDatabase;
import almanac.testing.SseClient.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done and in whatever order: the list, the live view, the resumed view, the replayed log and the tables
/// say the same to each account.
///
/// `-Doracle.seed` is where it begins and `-Doracle.seconds` how long each of the two runs takes (CONTRIBUTING.md).
class OracleIT {
    private static final Predicate<Message> NONE = message -> false;
    private static final long SEED = Long.getLong("oracle.seed", 1);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("oracle.seconds", 20));

    /// A longer run is made of episodes, each with new accounts and a seed of its own.
    private static final Duration EPISODE = Duration.ofSeconds(30);

    private static final int TRIES = 6;

    /// An event in a calendar that is shared and closed again, as a history has it.
    private static final String SHORT = """
            CREATE 0 0 0 1 16843008
            SHARE 0 0 0 1 0
            EDIT 0 0 0 1 33554432
            UNSHARE 0 0 0 1 0
            DELETE 0 0 0 1 33554432
            """;

    private static ExternalDatabase database;
    private static Nodes nodes;

    @BeforeAll
    static void start() {
        database = ExternalDatabase.start("oracle-");
        nodes = Nodes.of(database, 2);
    }

    @AfterAll
    static void stop() {
        nodes.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("2.1, 2.5, 3.1 and 4.4 every way to look shows the same, on one node and on two")
    void everyWayToLookShowsTheSame(int count) {
        nodes.use(count);
        var end = System.nanoTime() + LENGTH.toNanos();
        for (var seed = SEED; System.nanoTime() < end; seed++) {
            episode(seed, end);
        }
    }

    private static void episode(long seed, long end) {
        var name = "oracle-" + nodes.count() + "-" + seed;
        System.out.println("oracle: " + nodes.count() + " nodes, -Doracle.seed=" + seed);
        var until = Math.min(end, System.nanoTime() + EPISODE.toNanos());
        try (var episode = new Episode(database, nodes, seed, NONE)) {
            try {
                episode.run(() -> System.nanoTime() < until, true);
                System.out.println("oracle: " + episode.history().summary());
            } catch (RuntimeException | AssertionError failure) {
                var history = episode.history().write(name);
                var shrunk = new Shrinker(database, nodes, seed)
                        .shrink(episode.history().ops());
                throw new AssertionError(
                        "-Doracle.seed=" + seed + " on " + nodes.count() + " nodes, history in " + history + "\n"
                                + shrunk + "\n" + failure.getMessage(),
                        failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enter", "update", "leave"})
    @DisplayName("a client that loses one message is found out")
    void aMessageThatIsLostIsSeen(String name) {
        nodes.use(1);
        // What came after the lost message may have made up for it before anybody compared: then there is nothing to
        // see.
        var fault = LongStream.range(SEED, SEED + TRIES)
                .mapToObj(seed -> losing(name, seed))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no lost " + name + " was found in " + TRIES + " episodes"));
        assertTrue(fault.getMessage().contains("Account 0, fixed, with hidden"), fault.getMessage());
    }

    /// What is found of an episode in which one client loses a message.
    private Optional<Fault> losing(String name, long seed) {
        var isLost = new AtomicBoolean();
        Predicate<Message> loses = message ->
                message.name().equals(name) && !message.data().contains("Marker") && isLost.compareAndSet(false, true);
        try (var episode = new Episode(database, nodes, seed, loses)) {
            episode.run(() -> !isLost.get(), false);
            return Optional.empty();
        } catch (Fault found) {
            return Optional.of(found);
        }
    }

    @Test
    @DisplayName("a history that is carried out again one by one shows the same as well")
    void aHistoryIsCarriedOutAgain() throws IOException {
        var file = System.getProperty("oracle.history", "");
        var ops = Op.parseAll(file.isEmpty() ? SHORT : Files.readString(Path.of(file)));
        nodes.use(Integer.getInteger("oracle.nodes", 1));
        try (var episode = new Episode(database, nodes, SEED, NONE)) {
            episode.replay(ops);
        }
    }
}
