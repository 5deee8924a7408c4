package almanac.base.limit;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;

/// The requests of one who is counted: the times of the admitted ones, and the lock. Not safe for two
/// threads.
///
/// Exact: each admitted request is remembered for a window, in a ring that is never longer than the
/// limit.
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
            // Who waits until a lock has ended is let in, also where it is shorter than the window.
            lockedUntil = Math.max(now + limits.lock(), freeAt());
            return new Locked(lockedUntil - now);
        }
        add(now);
        return new Admitted(limits.limit() - used, freeAt() - now, now);
    }

    /// Takes back what was counted at a moment: it did not come to pass.
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

    /// Whether it says nothing that a new one would not say.
    boolean isBlank(long now) {
        settle(now);
        return used == 0 && !isLocked(now);
    }

    /// Brings the ledger to a moment: what has left the window is forgotten.
    private void settle(long now) {
        if (now < last) {
            // The clock went back: everything moves with it, so that nobody is locked longer or let in sooner.
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

    /// When the oldest one has left the window, and one more may come.
    private long freeAt() {
        return times[oldest] + limits.window();
    }
}
