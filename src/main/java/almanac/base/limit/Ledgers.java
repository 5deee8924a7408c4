package almanac.base.limit;

import java.time.Clock;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Request counts and locks by key. Counts are exact with any number of threads, and memory is bounded. A
/// running lock is never removed to make room.
///
/// The ledgers are divided into stripes. Each stripe has a mutex, which is held for a few comparisons and
/// never while waiting.
///
/// @param <K> the key that is counted
public final class Ledgers<K> {
    private static final int MOST_SHELVES = 64;

    private final Clock clock;
    private final List<LedgerStripe<K>> shelves;

    /// @param capacity the largest number of keys, about 300 bytes each
    /// @param clock the clock of windows and locks
    public Ledgers(int capacity, Clock clock) {
        // The number of stripes is a power of two and at most the capacity, so their sum stays within the
        // capacity.
        var count = Integer.highestOneBit(Math.clamp(capacity, 1, MOST_SHELVES));
        var each = Math.max(1, capacity / count);
        this.clock = clock;
        this.shelves = IntStream.range(0, count)
                .mapToObj(_ -> new LedgerStripe<K>(each))
                .toList();
    }

    /// Counts a request, or refuses it.
    ///
    /// The clock is read inside the mutex. Otherwise two requests could arrive out of order, which a ledger
    /// takes for a clock that was set back, and each time a lock would become a little shorter.
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

    /// Counts a request that was admitted elsewhere. It begins no lock, and is not counted where there is no
    /// room.
    public void note(K key, Limits limits) {
        var shelf = shelf(key);
        synchronized (shelf) {
            var now = clock.millis();
            var ledger = shelf.open(key, limits, now);
            if (ledger != null) {
                ledger.note(now);
                shelf.file(key, ledger, now);
            }
        }
    }

    /// Removes a counted request that was not served, for a reason other than the request itself. A lock that
    /// it caused stays.
    ///
    /// @return whether it was counted here
    public boolean giveBack(K key, Decision.Admitted counted) {
        var shelf = shelf(key);
        synchronized (shelf) {
            return shelf.giveBack(key, counted.at());
        }
    }

    /// Removes the request of a key that was counted last.
    public void giveBackNewest(K key) {
        var shelf = shelf(key);
        synchronized (shelf) {
            shelf.giveBackNewest(key);
        }
    }

    /// The usage of a key now, without counting a request.
    public QuotaUsage look(K key) {
        var shelf = shelf(key);
        synchronized (shelf) {
            return shelf.look(key, clock.millis());
        }
    }

    /// The number of keys that are counted; never more than the capacity.
    public int size() {
        return sum(LedgerStripe::size);
    }

    /// The number of running locks.
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
