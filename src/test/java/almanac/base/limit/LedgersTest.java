package almanac.base.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.testing.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Many users, many threads, little memory.
class LedgersTest {
    private static final Limits LIMITS = new Limits(20, 60_000, 600_000);
    private static final String CALL = "list-events";

    private final MovableClock clock = new MovableClock();

    @Test
    void aMillionUsersCostNoMoreThanTheCapacity() {
        var ledgers = ledgers(10_000);
        for (var user = 0; user < 1_000_000; user++) {
            assertInstanceOf(Admitted.class, take(ledgers, user));
        }
        assertTrue(ledgers.size() <= 10_000, () -> ledgers.size() + " ledgers");
        assertTrue(ledgers.size() > 5_000);
    }

    @Test
    void theCapacityHoldsHoweverSmallItIs() {
        for (var capacity : new int[] {1, 3, 63, 64, 100}) {
            var ledgers = ledgers(capacity);
            for (var user = 0; user < 10_000; user++) {
                assertInstanceOf(Admitted.class, take(ledgers, user));
            }
            assertTrue(ledgers.size() <= capacity);
        }
    }

    @Test
    void nobodyEscapesALockBecauseOthersCameBy() {
        var ledgers = ledgers(6_400);
        for (var user = 0; user < 1_000; user++) {
            lock(ledgers, user);
        }
        for (var user = 1_000; user < 200_000; user++) {
            assertInstanceOf(Admitted.class, take(ledgers, user));
        }
        for (var user = 0; user < 1_000; user++) {
            assertEquals(new Locked(600_000), take(ledgers, user));
        }
        assertEquals(1_000, ledgers.locked());
    }

    @Test
    void whereAllIsLockedANewUserIsTurnedAwayRatherThanALockForgotten() {
        var ledgers = ledgers(64);
        for (var user = 0; user < 5_000; user++) {
            for (var request = 0; request < 21; request++) {
                var verdict = take(ledgers, user);
                assertTrue(verdict instanceof Full || request < 20 || verdict instanceof Locked);
            }
        }
        assertEquals(64, ledgers.size());
        assertInstanceOf(Full.class, take(ledgers, 9_999_999));
        clock.advance(Duration.ofMinutes(10));
        assertInstanceOf(Admitted.class, take(ledgers, 9_999_999));
    }

    @Test
    void whatHasRunOutIsForgottenWithoutBeingAskedFor() {
        var ledgers = ledgers(100_000);
        for (var user = 0; user < 50_000; user++) {
            assertInstanceOf(Admitted.class, take(ledgers, user));
        }
        lock(ledgers, 1_000_000);
        clock.advance(Duration.ofMinutes(10));
        assertEquals(0, ledgers.locked());
        // A shelf is swept after as many requests as it had ledgers.
        for (var request = 0; request < 200_000; request++) {
            assertTrue(take(ledgers, request % 100) instanceof Decision);
        }
        assertTrue(ledgers.size() < 1_000, () -> ledgers.size() + " ledgers");
    }

    @Test
    void theLimitsOfOneCallLeaveAnotherAlone() {
        var ledgers = ledgers(1_000);
        var shortWindow = new Limits(20, 1_000, 1_000);
        for (var request = 0; request < 20; request++) {
            assertInstanceOf(Admitted.class, take(ledgers, 1));
        }
        for (var second = 0; second < 30; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertInstanceOf(Admitted.class, take(ledgers, new Key(1, "get-event"), shortWindow));
        }
        assertEquals(new QuotaUsage(20, 0), look(ledgers, 1));
        assertInstanceOf(Locked.class, take(ledgers, 1));
        assertInstanceOf(Admitted.class, take(ledgers, new Key(1, "get-event"), shortWindow));
    }

    @Test
    void aBurstFromManyThreadsIsAdmittedExactlyToTheLimitAndAgainAtTheWindowsEdge() {
        var ledgers = ledgers(1_000);
        for (var user = 0; user < 50; user++) {
            assertEquals(20, burst(ledgers, user));
            clock.advance(Duration.ofMinutes(10).minusMillis(1));
            assertEquals(0, burst(ledgers, user));
            clock.advance(Duration.ofMillis(1));
            assertEquals(20, burst(ledgers, user));
        }
    }

    @Test
    void aBurstAtTheEdgeOfTheWindowGetsJustWhatHasLeftIt() {
        for (var user = 0; user < 50; user++) {
            var ledgers = ledgers(1_000);
            admit(ledgers, user, 10);
            clock.advance(Duration.ofSeconds(30));
            admit(ledgers, user, 10);
            clock.advance(Duration.ofSeconds(30).minusMillis(1));
            assertEquals(20, ledgers.look(new Key(user, CALL)).used());
            clock.advance(Duration.ofMillis(1));
            assertEquals(10, burst(ledgers, user));
        }
    }

    @Test
    void whatIsGivenBackFromManyThreadsIsFreeAgain() {
        var ledgers = ledgers(1_000);
        together(8, () -> {
            for (var request = 0; request < 10_000; request++) {
                if (take(ledgers, 1) instanceof Admitted counted) {
                    var _ = ledgers.giveBack(new Key(1, CALL), counted);
                }
            }
        });
        assertEquals(new QuotaUsage(0, 0), look(ledgers, 1));
        assertEquals(20, burst(ledgers, 1));
    }

    @Test
    void hammeringALockFromManyThreadsTakesNothingOffIt() {
        var ticking = new Ticking();
        var ledgers = new Ledgers<Key>(1_000, ticking);
        lock(ledgers, 1);
        var admittedAt = new ConcurrentHashMap<Long, Integer>();
        together(8, () -> {
            for (var request = 0; request < 100_000; request++) {
                if (take(ledgers, 1) instanceof Admitted) {
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
        var ledgers = ledgers(1_000);
        lock(ledgers, 1);
        assertEquals(new Admitted(19, 60_000, clock.millis()), take(ledgers, new Key(1, "get-event"), LIMITS));
        assertEquals(new Admitted(19, 60_000, clock.millis()), take(ledgers, 2));
    }

    private int burst(Ledgers<Key> ledgers, long user) {
        var admitted = new AtomicInteger();
        together(8, () -> {
            for (var request = 0; request < 100; request++) {
                if (take(ledgers, user) instanceof Admitted) {
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

    private static void admit(Ledgers<Key> ledgers, long user, int requests) {
        for (var request = 0; request < requests; request++) {
            assertInstanceOf(Admitted.class, take(ledgers, user));
        }
    }

    private static void lock(Ledgers<Key> ledgers, long user) {
        admit(ledgers, user, 20);
        assertInstanceOf(Locked.class, take(ledgers, user));
    }

    private static Decision take(Ledgers<Key> ledgers, long user) {
        return take(ledgers, new Key(user, CALL), LIMITS);
    }

    private static Decision take(Ledgers<Key> ledgers, Key key, Limits limits) {
        return ledgers.take(key, limits);
    }

    private static QuotaUsage look(Ledgers<Key> ledgers, long user) {
        return ledgers.look(new Key(user, CALL));
    }

    private Ledgers<Key> ledgers(int capacity) {
        return new Ledgers<>(capacity, clock);
    }

    /// A user and one of their calls.
    private record Key(long user, String call) {}

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
