package almanac.base.limit;

import java.time.Clock;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Who has done how much within a window, and who is locked: exact for each of them however many threads
/// ask at once, in a bounded amount of memory. A running lock is never forgotten to make room.
///
/// They are spread over shelves, each with a lock of its own that is held for a few comparisons, never
/// while waiting.
///
/// @param <K> who is counted; equal keys are one
public final class Ledgers<K> {
    private static final int MOST_SHELVES = 64;

    private final Clock clock;
    private final List<LedgerStripe<K>> shelves;

    /// @param capacity how many are counted at once, some 300 bytes each
    /// @param clock the time that windows and locks are measured by
    public Ledgers(int capacity, Clock clock) {
        // A power of two, and never more of them than ledgers: the sum of all shelves stays within the capacity.
        var count = Integer.highestOneBit(Math.clamp(capacity, 1, MOST_SHELVES));
        var each = Math.max(1, capacity / count);
        this.clock = clock;
        this.shelves = IntStream.range(0, count)
                .mapToObj(_ -> new LedgerStripe<K>(each))
                .toList();
    }

    /// Counts a request of this moment, unless it has to be refused.
    ///
    /// The clock is read by whoever holds the shelf: read before, two requests could come in the other
    /// order than their times, which a ledger takes for a clock that went back, and each time a lock
    /// would lose a little.
    public Decision take(K key, Limits limits) {
        var shelf = shelf(key);
        synchronized (shelf) {
            var now = clock.millis();
            var ledger = shelf.open(key, limits, now);
            if (ledger == null) {
                return new Decision.Full();
            }
            var verdict = ledger.take(now);
            shelf.file(key, ledger, now);
            return verdict;
        }
    }

    /// Takes back what was counted: the request was not served after all, and by no fault of whoever made
    /// it. A lock that it led to stays.
    public void giveBack(K key, Decision.Admitted counted) {
        var shelf = shelf(key);
        synchronized (shelf) {
            shelf.giveBack(key, counted.at());
        }
    }

    /// How somebody stands at this moment, without counting anything.
    public QuotaUsage look(K key) {
        var shelf = shelf(key);
        synchronized (shelf) {
            return shelf.look(key, clock.millis());
        }
    }

    /// How many are counted now; never more than the capacity.
    public int size() {
        return sum(LedgerStripe::size);
    }

    /// How many locks are running.
    public int locked() {
        return sum(shelf -> shelf.locked(clock.millis()));
    }

    private LedgerStripe<K> shelf(K key) {
        var hash = key.hashCode();
        return shelves.get((hash ^ (hash >>> 16)) & (shelves.size() - 1));
    }

    private int sum(ToIntFunction<LedgerStripe<K>> count) {
        var sum = 0;
        for (var shelf : shelves) {
            synchronized (shelf) {
                sum += count.applyAsInt(shelf);
            }
        }
        return sum;
    }
}
