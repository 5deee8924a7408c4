package almanac.access.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Four nodes with one store, and users who send more than they may: no window holds more than the limit, and no lock
/// is
/// too short (several nodes and identity, 2.7).
class ExactnessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODES = 4;
    private static final int THREADS = 24;
    private static final int USERS = 30;
    private static final int LIMIT = 20;
    private static final int REQUESTS_OF_A_THREAD = 600;

    private static Engines engines;

    @BeforeAll
    static void start() {
        engines = Engines.start();
    }

    @AfterAll
    static void stop() {
        engines.close();
    }

    /// A request that was admitted at a moment of the store.
    private record Entry(long zuid, long at) {}

    /// A refusal: asked and answered at these moments of this machine, which is the store's as well.
    private record Refusal(long zuid, long asked, long answered, long millis) {}

    @Test
    void noWindowHoldsMoreThanTheLimitInTheDatabase() throws Exception {
        isExact(() -> engines.database(() -> null), "database");
    }

    @Test
    void noWindowHoldsMoreThanTheLimitInRedis() throws Exception {
        isExact(() -> engines.redis(() -> null), "redis");
    }

    private static void isExact(Supplier<SharedStore> store, String call) throws Exception {
        var nodes = Stream.generate(store).limit(NODES).toList();
        // A lock that is longer than the window, and one that is shorter.
        isExact(nodes, new QuotaKey(0, call + "-long"), new Limits(LIMIT, 300, 500));
        isExact(nodes, new QuotaKey(0, call + "-short"), new Limits(LIMIT, 500, 100));
    }

    private static void isExact(List<SharedStore> nodes, QuotaKey call, Limits limits) throws Exception {
        var entries = new ConcurrentLinkedQueue<Entry>();
        var refusals = new ConcurrentLinkedQueue<Refusal>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var work = IntStream.range(0, THREADS)
                    .mapToObj(thread -> (Callable<Void>) () -> {
                        send(nodes.get(thread % NODES), call.call(), limits, new Random(thread), entries, refusals);
                        return null;
                    })
                    .toList();
            for (var ended : threads.invokeAll(work)) {
                ended.get();
            }
        }
        for (var zuid = 1L; zuid <= USERS; zuid++) {
            check(zuid, limits, entries, refusals);
        }
        assertTrue(refusals.stream().anyMatch(refusal -> refusal.millis >= limits.lock()), "locks have begun");
        assertTrue(entries.size() > USERS * LIMIT, "locks have ended: " + entries.size());
    }

    private static void send(
            SharedStore node,
            String call,
            Limits limits,
            Random random,
            Queue<Entry> entries,
            Queue<Refusal> refusals) {
        for (var request = 0; request < REQUESTS_OF_A_THREAD; request++) {
            var key = new QuotaKey(1 + random.nextInt(USERS), call);
            var asked = System.currentTimeMillis();
            switch (node.take(key, limits).await().atMost(PATIENCE)) {
                case Admitted(var remaining, var reset, var at) -> {
                    assertTrue(remaining >= 0 && reset > 0);
                    entries.add(new Entry(key.zuid(), at));
                }
                case Locked(var millis) ->
                    refusals.add(new Refusal(key.zuid(), asked, System.currentTimeMillis(), millis));
                case Full _, Away _ -> throw new AssertionError("not counted");
            }
        }
    }

    private static void check(long zuid, Limits limits, Queue<Entry> entries, Queue<Refusal> refusals) {
        var times = new ArrayList<>(entries.stream()
                .filter(entry -> entry.zuid == zuid)
                .map(Entry::at)
                .sorted()
                .toList());
        for (var i = LIMIT; i < times.size(); i++) {
            assertTrue(
                    times.get(i) - times.get(i - LIMIT) >= limits.window(),
                    "21 within " + (times.get(i) - times.get(i - LIMIT)) + " ms");
        }
        for (var refusal : refusals) {
            if (refusal.zuid == zuid) {
                assertEquals(
                        List.of(),
                        times.stream()
                                .filter(at -> at > refusal.answered && at < refusal.asked + refusal.millis)
                                .toList(),
                        () -> "admitted in spite of " + refusal);
            }
        }
    }
}
