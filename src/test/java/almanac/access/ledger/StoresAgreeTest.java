package almanac.access.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The memory, the database and Redis decide alike, to the millisecond: generated sequences of requests, looks,
/// requests
/// that are given back, and a clock that is turned forward and back (several nodes and identity, 2.2).
class StoresAgreeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEQUENCES = 60;

    /// Below the number of uses after which the memory forgets what has run out.
    private static final int STEPS = 200;

    private static Engines engines;

    @BeforeAll
    static void start() {
        engines = Engines.start();
    }

    @AfterAll
    static void stop() {
        engines.close();
    }

    @Test
    void allThreeStoresAnswerOneSequenceAlike() {
        var seed = new Random().nextInt();
        var admitted = 0;
        var locked = 0;
        for (var sequence = 0; sequence < SEQUENCES; sequence++) {
            var run = new Run(sequence + 1, new Random(seed + sequence), "seed " + seed + ", sequence " + sequence);
            run.all();
            admitted += run.admitted.size();
            locked += run.locked;
        }
        assertTrue(admitted > SEQUENCES * 20, "admitted " + admitted);
        assertTrue(locked > SEQUENCES * 5, "locked " + locked);
    }

    /// One sequence, for a key of its own.
    private static final class Run {
        private final AtomicLong now = new AtomicLong(1_772_452_800_000L);
        private final Ledgers<QuotaKey> memory = new Ledgers<>(1, clock(now));
        private final SharedStore database = engines.database(now::get);
        private final SharedStore redis = engines.redis(now::get);
        private final List<Admitted> admitted = new ArrayList<>();
        private final QuotaKey key;
        private final Random random;
        private final String name;
        private final Limits limits;
        private int locked;

        private Run(long zuid, Random random, String name) {
            this.key = new QuotaKey(zuid, "list-events");
            this.random = random;
            this.name = name;
            var limit = new int[] {1, 2, 3, 7, 20}[random.nextInt(5)];
            this.limits = new Limits(limit, 60_000, new long[] {0, 1_000, 60_000, 600_000}[random.nextInt(4)]);
        }

        void all() {
            for (var step = 0; step < STEPS; step++) {
                var choice = random.nextInt(100);
                if (choice < 55) {
                    take(step);
                } else if (choice < 65) {
                    look(step);
                } else if (choice < 75 && !admitted.isEmpty()) {
                    giveBack();
                } else if (choice < 97) {
                    now.addAndGet(forward());
                } else {
                    now.addAndGet(-random.nextLong(700_000));
                }
            }
            look(STEPS);
        }

        private long forward() {
            return switch (random.nextInt(5)) {
                case 0 -> 1;
                case 1 -> random.nextLong(2_000);
                case 2 -> limits.window() - random.nextInt(3);
                case 3 -> limits.lock() + random.nextInt(3);
                default -> random.nextLong(limits.window());
            };
        }

        private void take(int step) {
            var decision = memory.take(key, limits);
            same(step, decision, database.take(key, limits).await().atMost(PATIENCE), "database");
            same(step, decision, redis.take(key, limits).await().atMost(PATIENCE), "redis");
            if (decision instanceof Admitted counted) {
                admitted.add(counted);
            }
            locked += decision instanceof Locked ? 1 : 0;
        }

        private void look(int step) {
            var usage = memory.look(key);
            same(step, usage, look(database), "database");
            same(step, usage, look(redis), "redis");
        }

        private QuotaUsage look(SharedStore store) {
            var usages =
                    store.look(key.zuid(), Map.of(key.call(), limits)).await().atMost(PATIENCE);
            return usages.getOrDefault(key.call(), QuotaUsage.FRESH);
        }

        private void giveBack() {
            var counted = admitted.get(random.nextInt(admitted.size()));
            var _ = memory.giveBack(key, counted);
            database.giveBack(key, counted.at()).await().atMost(PATIENCE);
            redis.giveBack(key, counted.at()).await().atMost(PATIENCE);
        }

        private void same(int step, Object expected, Object found, String store) {
            assertEquals(expected, found, () -> store + ", " + name + ", step " + step + ", " + limits);
        }
    }

    private static Clock clock(AtomicLong now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
