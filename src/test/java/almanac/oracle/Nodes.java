package almanac.oracle;

import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// The processes of the service on one database, each of which can be stopped and started again.
final class Nodes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ExternalDatabase database;
    private final List<AtomicReference<Optional<PackagedService>>> nodes;
    private volatile int running;

    private Nodes(ExternalDatabase database, int count) {
        this.database = database;
        this.nodes = IntStream.range(0, count)
                .mapToObj(number -> new AtomicReference<>(Optional.<PackagedService>empty()))
                .toList();
    }

    /// At most so many processes on a database, none of which runs yet.
    static Nodes of(ExternalDatabase database, int most) {
        return new Nodes(database, most);
    }

    /// Exactly so many of them run from now on.
    void use(int count) {
        for (var number = 0; number < nodes.size(); number++) {
            if (number < count && nodes.get(number).get().isEmpty()) {
                start(number);
            } else if (number >= count) {
                nodes.get(number).getAndSet(Optional.empty()).ifPresent(PackagedService::close);
            }
        }
        running = count;
    }

    /// How many are in use, those that are just being started again among them.
    int count() {
        return running;
    }

    /// The address of one that runs; waits where none does.
    URI any(Random random) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> pick(random), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<URI> pick(Random random) {
        var running = nodes.stream().flatMap(node -> node.get().stream()).toList();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(running.get(random.nextInt(running.size())).address());
    }

    /// Stops a process in good order, and starts another in its place.
    void restart(int number) {
        nodes.get(number).getAndSet(Optional.empty()).orElseThrow().close();
        start(number);
    }

    /// Kills a process, and starts another in its place.
    void kill(int number) {
        nodes.get(number).getAndSet(Optional.empty()).orElseThrow().kill();
        start(number);
    }

    private void start(int number) {
        nodes.get(number).set(Optional.of(PackagedService.start("oracle-node-" + number, settings())));
    }

    /// A busy machine is slow; what is tested here is not how long is too long.
    private HashMap<String, String> settings() {
        var settings = new HashMap<>(database.settings());
        settings.put("almanac.quota.enabled", "false");
        settings.put("almanac.feed.streams-per-user", "1000");
        settings.put("almanac.feed.drain", "500ms");
        settings.put("smallrye.faulttolerance.\"almanac.storage.database.DatabaseGuard/run\".timeout.value", "20000");
        settings.put("quarkus.datasource.reactive.additional-properties.lock_timeout", "15s");
        return settings;
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.get().ifPresent(PackagedService::close));
    }
}
