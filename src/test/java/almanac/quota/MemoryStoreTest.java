package almanac.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.quota.Verdict.Admitted;
import almanac.quota.Verdict.Full;
import almanac.quota.Verdict.Locked;
import almanac.testing.MovableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Many users, many threads, little memory.
class MemoryStoreTest {
    private static final Limits LIMITS = new Limits(20, 60_000, 600_000);
    private static final String CALL = "list-events";

    private final MovableClock clock = new MovableClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aMillionUsersCostNoMoreThanTheCapacity() {
        var store = store(10_000);
        for (var user = 0; user < 1_000_000; user++) {
            assertInstanceOf(Admitted.class, take(store, user));
        }
        assertTrue(store.ledgers() <= 10_000, () -> store.ledgers() + " ledgers");
        assertTrue(store.ledgers() > 5_000);
    }

    @Test
    void theCapacityHoldsHoweverSmallItIs() {
        for (var capacity : new int[] {1, 3, 63, 64, 100}) {
            var store = store(capacity);
            for (var user = 0; user < 10_000; user++) {
                assertInstanceOf(Admitted.class, take(store, user));
            }
            assertTrue(store.ledgers() <= capacity);
        }
    }

    @Test
    void nobodyEscapesALockBecauseOthersCameBy() {
        var store = store(6_400);
        for (var user = 0; user < 1_000; user++) {
            lock(store, user);
        }
        for (var user = 1_000; user < 200_000; user++) {
            assertInstanceOf(Admitted.class, take(store, user));
        }
        for (var user = 0; user < 1_000; user++) {
            assertEquals(new Locked(600_000), take(store, user));
        }
        assertEquals(1_000, gauge("almanac.quota.locked"));
    }

    @Test
    void whereAllIsLockedANewUserIsTurnedAwayRatherThanALockForgotten() {
        var store = store(64);
        for (var user = 0; user < 5_000; user++) {
            for (var request = 0; request < 21; request++) {
                var verdict = take(store, user);
                assertTrue(verdict instanceof Full || request < 20 || verdict instanceof Locked);
            }
        }
        assertEquals(64, store.ledgers());
        assertInstanceOf(Full.class, take(store, 9_999_999));
        clock.advance(Duration.ofMinutes(10));
        assertInstanceOf(Admitted.class, take(store, 9_999_999));
    }

    @Test
    void whatHasRunOutIsForgottenWithoutBeingAskedFor() {
        var store = store(100_000);
        for (var user = 0; user < 50_000; user++) {
            assertInstanceOf(Admitted.class, take(store, user));
        }
        lock(store, 1_000_000);
        clock.advance(Duration.ofMinutes(10));
        assertEquals(0, gauge("almanac.quota.locked"));
        // A shelf is swept after as many requests as it had ledgers.
        for (var request = 0; request < 200_000; request++) {
            assertTrue(take(store, request % 100) instanceof Verdict);
        }
        assertTrue(store.ledgers() < 1_000, () -> store.ledgers() + " ledgers");
    }

    @Test
    void theLimitsOfOneCallLeaveAnotherAlone() {
        var store = store(1_000);
        var shortWindow = new Limits(20, 1_000, 1_000);
        for (var request = 0; request < 20; request++) {
            assertInstanceOf(Admitted.class, take(store, 1));
        }
        for (var second = 0; second < 30; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertInstanceOf(Admitted.class, take(store, new QuotaKey(1, "get-event"), shortWindow));
        }
        assertEquals(new Standing(20, 0), look(store, 1));
        assertInstanceOf(Locked.class, take(store, 1));
        assertInstanceOf(Admitted.class, take(store, new QuotaKey(1, "get-event"), shortWindow));
    }

    @Test
    void aBurstFromManyThreadsIsAdmittedExactlyToTheLimitAndAgainAtTheWindowsEdge() {
        var store = store(1_000);
        for (var user = 0; user < 50; user++) {
            assertEquals(20, burst(store, user));
            clock.advance(Duration.ofMinutes(10).minusMillis(1));
            assertEquals(0, burst(store, user));
            clock.advance(Duration.ofMillis(1));
            assertEquals(20, burst(store, user));
        }
    }

    @Test
    void hammeringALockFromManyThreadsTakesNothingOffIt() {
        var ticking = new Ticking();
        var store = new MemoryStore(config(1_000), ticking, meters);
        lock(store, 1);
        var admittedAt = new ConcurrentHashMap<Long, Integer>();
        together(8, () -> {
            for (var request = 0; request < 100_000; request++) {
                if (take(store, 1) instanceof Admitted) {
                    admittedAt.merge(ticking.now.get(), 1, Integer::sum);
                }
            }
        });
        // 800,000 ticks of 1 ms: one lock of 600,000 ms ends, twenty are admitted, and the next one begins.
        assertEquals(
                20, admittedAt.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(admittedAt.keySet().stream().allMatch(millis -> millis >= 600_020));
    }

    @Test
    void aUserWhoIsOverOneLimitMayUseAnotherCall() {
        var store = store(1_000);
        lock(store, 1);
        assertEquals(new Admitted(19, 60_000), take(store, new QuotaKey(1, "get-event"), LIMITS));
        assertEquals(new Admitted(19, 60_000), take(store, 2));
    }

    private int burst(MemoryStore store, long user) {
        var admitted = new AtomicInteger();
        together(8, () -> {
            for (var request = 0; request < 100; request++) {
                if (take(store, user) instanceof Admitted) {
                    admitted.incrementAndGet();
                }
            }
        });
        return admitted.get();
    }

    private static void together(int threads, Runnable work) {
        var start = new CountDownLatch(threads);
        var running = java.util.stream.IntStream.range(0, threads)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    start.countDown();
                    awaitQuietly(start);
                    work.run();
                }))
                .toList();
        for (var thread : running) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void lock(MemoryStore store, long user) {
        for (var request = 0; request < 20; request++) {
            assertInstanceOf(Admitted.class, take(store, user));
        }
        assertInstanceOf(Locked.class, take(store, user));
    }

    private static Verdict take(MemoryStore store, long user) {
        return take(store, new QuotaKey(user, CALL), LIMITS);
    }

    private static Verdict take(MemoryStore store, QuotaKey key, Limits limits) {
        return store.take(key, limits).await().indefinitely();
    }

    private static Standing look(MemoryStore store, long user) {
        return store.look(new QuotaKey(user, CALL)).await().indefinitely();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private MemoryStore store(int capacity) {
        return new MemoryStore(config(capacity), clock, meters);
    }

    private static QuotaConfig config(int capacity) {
        return QuotaConfigTest.config(Map.of("almanac.quota.capacity", Integer.toString(capacity)));
    }

    /// A clock that goes on by a millisecond with each look at it.
    private static final class Ticking extends Clock {
        private final AtomicLong now = new AtomicLong();

        @Override
        public long millis() {
            return now.incrementAndGet();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
