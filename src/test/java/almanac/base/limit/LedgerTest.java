package almanac.base.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;
import org.junit.jupiter.api.Test;

/// The arithmetic of a window and its lock.
class LedgerTest {
    private static final long MINUTE = 60_000;
    private static final long LOCK = 10 * MINUTE;
    private static final long NOON = 1_772_452_800_000L;

    private final Ledger ledger = new Ledger(new Limits(20, MINUTE, LOCK));

    @Test
    void admitsTheLimitAndLocksAtTheNextRequest() {
        for (var used = 1; used <= 20; used++) {
            assertEquals(new Admitted(20 - used, MINUTE, NOON), ledger.take(NOON));
        }
        assertEquals(new Locked(LOCK), ledger.take(NOON));
        assertEquals(new QuotaUsage(20, LOCK), ledger.look(NOON));
    }

    @Test
    void refusedRequestsDoNotProlongTheLock() {
        admit(20, NOON);
        for (var millis = 0; millis < LOCK; millis += 1_000) {
            assertEquals(new Locked(LOCK - millis), ledger.take(NOON + millis));
        }
        assertEquals(new Locked(1), ledger.take(NOON + LOCK - 1));
        assertEquals(new Admitted(19, MINUTE, NOON + LOCK), ledger.take(NOON + LOCK));
    }

    @Test
    void theWindowSlidesWithEachRequestByItself() {
        for (var second = 0; second < 20; second++) {
            admit(1, NOON + second * 1_000L);
        }
        // The first has left the window, the other nineteen have not.
        assertEquals(new Admitted(0, 1_000, NOON + MINUTE), ledger.take(NOON + MINUTE));
        assertInstanceOf(Locked.class, ledger.take(NOON + MINUTE + 999));
    }

    @Test
    void aRequestCountsUntilTheLastMillisecondOfItsWindow() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON + MINUTE - 1));
        var other = new Ledger(new Limits(20, MINUTE, LOCK));
        for (var used = 0; used < 20; used++) {
            assertInstanceOf(Admitted.class, other.take(NOON));
        }
        assertEquals(new Admitted(19, MINUTE, NOON + MINUTE), other.take(NOON + MINUTE));
    }

    @Test
    void noMinuteEverHoldsMoreThanTheLimitHoweverRequestsFall() {
        var random = new java.util.Random(7);
        var admitted = new java.util.ArrayList<Long>();
        var now = NOON;
        for (var request = 0; request < 20_000; request++) {
            now += random.nextInt(4_500);
            if (ledger.take(now) instanceof Admitted) {
                admitted.add(now);
            }
        }
        for (var i = 20; i < admitted.size(); i++) {
            assertTrue(admitted.get(i) - admitted.get(i - 20) >= MINUTE);
        }
        assertTrue(admitted.size() > 1_000);
    }

    @Test
    void aLockKeepsItsLengthWhereTheClockGoesBack() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON));
        var earlier = NOON - 3_600_000;
        assertEquals(new Locked(LOCK), ledger.take(earlier));
        assertEquals(new Locked(1), ledger.take(earlier + LOCK - 1));
        assertInstanceOf(Admitted.class, ledger.take(earlier + LOCK));
    }

    @Test
    void nobodyGainsRequestsWhereTheClockGoesBack() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON - 3_600_000));
    }

    @Test
    void aLimitOfOneAndALargeOneAreExactToo() {
        for (var limit : new int[] {1, 2, 3, 5, 1_000}) {
            var own = new Ledger(new Limits(limit, MINUTE, LOCK));
            for (var used = 0; used < limit; used++) {
                assertInstanceOf(Admitted.class, own.take(NOON + used));
            }
            assertInstanceOf(Locked.class, own.take(NOON + limit));
        }
    }

    @Test
    void isBlankOnceWindowAndLockHaveRunOut() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON));
        assertTrue(!ledger.isBlank(NOON + LOCK - 1));
        assertTrue(ledger.isBlank(NOON + LOCK));
    }

    @Test
    void whatIsGivenBackIsTheOneThatWasNotServed() {
        for (var second = 0; second < 20; second++) {
            admit(1, NOON + second * 1_000L);
        }
        assertTrue(ledger.giveBack(NOON + 5_000));
        assertFalse(ledger.giveBack(NOON + 5_500));
        assertEquals(new QuotaUsage(19, 0), ledger.look(NOON + 20_000));
        assertEquals(new Admitted(0, 39_000, NOON + 21_000), ledger.take(NOON + 21_000));
        // The others leave the window when they would have: 0 to 4, and then 6.
        assertEquals(new QuotaUsage(15, 0), ledger.look(NOON + MINUTE + 5_999));
        assertEquals(new QuotaUsage(14, 0), ledger.look(NOON + MINUTE + 6_000));
    }

    @Test
    void givingBackLiftsNoLock() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON));
        assertTrue(ledger.giveBack(NOON));
        assertEquals(new Locked(LOCK - 1), ledger.take(NOON + 1));
    }

    @Test
    void whoWaitsForAShortLockIsLetInAfterIt() {
        var own = new Ledger(new Limits(20, MINUTE, 1_000));
        for (var used = 0; used < 20; used++) {
            assertInstanceOf(Admitted.class, own.take(NOON));
        }
        assertEquals(new Locked(MINUTE - 10), own.take(NOON + 10));
        assertInstanceOf(Admitted.class, own.take(NOON + MINUTE));
    }

    @Test
    void lookingChangesNothingAlsoWhereTheClockGoesBack() {
        admit(20, NOON);
        assertInstanceOf(Locked.class, ledger.take(NOON));
        assertEquals(new QuotaUsage(20, LOCK), ledger.look(NOON - 3_600_000));
        assertEquals(new QuotaUsage(0, LOCK - MINUTE), ledger.look(NOON + MINUTE));
        assertEquals(new Locked(LOCK - 1), ledger.take(NOON + 1));
    }

    @Test
    void whatAnotherLedgerHasAdmittedCountsAndLocksNothing() {
        admit(19, NOON);
        ledger.note(NOON + 1);
        ledger.note(NOON + 2);
        assertEquals(new QuotaUsage(20, 0), ledger.look(NOON + 2));
        assertInstanceOf(Locked.class, ledger.take(NOON + 3));
        ledger.giveBackNewest();
        assertEquals(new QuotaUsage(1, 10 * MINUTE - MINUTE + 3), ledger.look(NOON + MINUTE));
    }

    private void admit(int count, long now) {
        for (var i = 0; i < count; i++) {
            assertInstanceOf(Admitted.class, ledger.take(now));
        }
    }
}
