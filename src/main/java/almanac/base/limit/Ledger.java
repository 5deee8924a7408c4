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

    /// Removes a request that was counted at a time.
    void giveBack(long at) {
        for (var i = 0; i < used; i++) {
            if (times[place(i)] == at) {
                close(i);
                return;
            }
        }
    }

    private void close(int gap) {
        for (var i = gap; i < used - 1; i++) {
            times[place(i)] = times[place(i + 1)];
        }
        used--;
    }

    QuotaUsage look(long now) {
        settle(now);
        return new QuotaUsage(used, now < lockedUntil ? lockedUntil : 0);
    }

    boolean isLocked(long now) {
        return now < lockedUntil;
    }

    /// Whether the ledger equals a new one.
    boolean isBlank(long now) {
        settle(now);
        return used == 0 && !isLocked(now);
    }

    /// Moves the ledger to a time, and removes requests that have left the window.
    private void settle(long now) {
        if (now < last) {
            // The clock was set back: all times are shifted with it, so that locks become neither longer nor
            // shorter.
            shift(last - now);
        }
        last = now;
        while (used > 0 && times[oldest] <= now - limits.window()) {
            oldest = (oldest + 1) % times.length;
            used--;
        }
    }

    private void shift(long back) {
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
