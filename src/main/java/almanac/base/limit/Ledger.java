package almanac.base.limit;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;

/// The requests of one key: the times of the admitted ones, and the lock. Not thread-safe.
///
/// Counts are exact: the time of each admitted request is kept for one window, in a ring of at most `limit`
/// entries.
final class Ledger {
    private static final int FIRST_LENGTH = 4;

    private final Limits limits;
    private long[] times = new long[FIRST_LENGTH];
    private int oldest;
    private int used;
    private long last;
    private long lockedUntil;

    Ledger(Limits limits) {
        this.limits = limits;
    }

    Decision take(long now) {
        settle(now);
        if (now < lockedUntil) {
            return new Locked(lockedUntil - now);
        }
        if (used >= limits.limit()) {
            // A request at the end of the lock is admitted, also if the lock is shorter than the window.
            lockedUntil = Math.max(now + limits.lock(), freeAt());
            return new Locked(lockedUntil - now);
        }
        add(now);
        return new Admitted(limits.limit() - used, freeAt() - now, now);
    }

    /// Counts a request that another ledger has admitted. It begins no lock: at the limit it takes the place
    /// of the oldest request.
    void note(long now) {
        settle(now);
        if (used >= limits.limit()) {
            close(0);
        }
        add(now);
    }

    /// Removes a request that was counted at a time.
    ///
    /// @return whether there was one
    boolean giveBack(long at) {
        for (var i = 0; i < used; i++) {
            if (times[place(i)] == at) {
                close(i);
                return true;
            }
        }
        return false;
    }

    /// Removes the request that was counted last.
    void giveBackNewest() {
        if (used > 0) {
            close(used - 1);
        }
    }

    private void close(int gap) {
        for (var i = gap; i < used - 1; i++) {
            times[place(i)] = times[place(i + 1)];
        }
        used--;
    }

    /// The usage at a time. It changes nothing.
    QuotaUsage look(long now) {
        return QuotaUsage.of(inWindow(now), lockedUntil - back(now) - now);
    }

    boolean isLocked(long now) {
        return now < lockedUntil;
    }

    /// Whether the ledger equals a new one.
    boolean isBlank(long now) {
        return inWindow(now) == 0 && lockedUntil - back(now) <= now;
    }

    private int inWindow(long now) {
        var begin = now + back(now) - limits.window();
        var count = 0;
        for (var i = 0; i < used; i++) {
            count += times[place(i)] > begin ? 1 : 0;
        }
        return count;
    }

    /// By how much the clock was set back since the last request, in ms.
    private long back(long now) {
        return Math.max(0, last - now);
    }

    /// Moves the ledger to a time, and removes requests that have left the window.
    private void settle(long now) {
        // If the clock was set back, all times are shifted with it, so that locks become neither longer nor
        // shorter.
        shift(back(now));
        last = now;
        while (used > 0 && times[oldest] <= now - limits.window()) {
            oldest = (oldest + 1) % times.length;
            used--;
        }
    }

    private void shift(long back) {
        if (back == 0) {
            return;
        }
        for (var i = 0; i < times.length; i++) {
            times[i] -= back;
        }
        lockedUntil -= back;
    }

    private void add(long now) {
        if (used == times.length) {
            grow();
        }
        times[place(used)] = now;
        used++;
    }

    private void grow() {
        var larger = new long[Math.min(limits.limit(), times.length * 2)];
        for (var i = 0; i < used; i++) {
            larger[i] = times[place(i)];
        }
        times = larger;
        oldest = 0;
    }

    private int place(int number) {
        return (oldest + number) % times.length;
    }

    /// The time at which the oldest request leaves the window.
    private long freeAt() {
        return times[oldest] + limits.window();
    }
}
