package almanac.base.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded number of ledgers. Not thread-safe.
///
/// Ledgers without a lock are kept in order of use, and the least recently used one is removed to make room:
/// its count matters least. Locked ledgers are kept apart and are never removed to make room.
///
/// @param <K> the key that is counted
final class LedgerStripe<K> {
    private static final int SWEEP_EVERY = 256;

    private final int capacity;
    private final LinkedHashMap<K, Ledger> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<K, Ledger> locked = new HashMap<>();
    private int untilSweep = SWEEP_EVERY;

    LedgerStripe(int capacity) {
        this.capacity = capacity;
    }

    /// The ledger of a key, made if it does not exist; null if there is no room for it.
    @Nullable
    Ledger open(K key, Limits limits, long now) {
        sweep(now);
        var known = find(key);
        if (known != null) {
            return known;
        }
        return makeRoom(now) ? new Ledger(limits) : null;
    }

    /// Files a ledger by its state after it was used.
    void file(K key, Ledger ledger, long now) {
        if (ledger.isLocked(now)) {
            open.remove(key);
            locked.put(key, ledger);
        } else {
            locked.remove(key);
            open.put(key, ledger);
        }
    }

    QuotaUsage look(K key, long now) {
        var ledger = find(key);
        return ledger == null ? QuotaUsage.FRESH : ledger.look(now);
    }

    boolean giveBack(K key, long at) {
        var ledger = find(key);
        return ledger != null && ledger.giveBack(at);
    }

    void giveBackNewest(K key) {
        var ledger = find(key);
        if (ledger != null) {
            ledger.giveBackNewest();
        }
    }

    int size() {
        return open.size() + locked.size();
    }

    /// The number of running locks. Ledgers whose lock has ended may still be in the map.
    int locked(long now) {
        return Math.toIntExact(
                locked.values().stream().filter(ledger -> ledger.isLocked(now)).count());
    }

    private @Nullable Ledger find(K key) {
        var running = open.get(key);
        return running != null ? running : locked.get(key);
    }

    private boolean makeRoom(long now) {
        if (size() < capacity) {
            return true;
        }
        locked.values().removeIf(ledger -> ledger.isBlank(now));
        if (size() >= capacity && !open.isEmpty()) {
            open.pollFirstEntry();
        }
        return size() < capacity;
    }

    /// Removes expired ledgers every 256 uses or more, so that memory shrinks after a peak.
    private void sweep(long now) {
        if (--untilSweep > 0) {
            return;
        }
        untilSweep = Math.max(SWEEP_EVERY, size());
        open.values().removeIf(ledger -> ledger.isBlank(now));
        locked.values().removeIf(ledger -> ledger.isBlank(now));
    }
}
