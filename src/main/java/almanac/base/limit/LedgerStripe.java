package almanac.base.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded number of ledgers. Not safe for two threads.
///
/// The open ones are in order of use, and the one that was used longest ago makes room: of all it is the
/// one for which a forgotten count matters least. The locked ones stand apart and make room for nobody.
///
/// @param <K> who is counted
final class LedgerStripe<K> {
    private static final int SWEEP_EVERY = 256;

    private final int capacity;
    private final LinkedHashMap<K, Ledger> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<K, Ledger> locked = new HashMap<>();
    private int untilSweep = SWEEP_EVERY;

    LedgerStripe(int capacity) {
        this.capacity = capacity;
    }

    /// The ledger of a key, a new one where there is none; null where there is no room for a new one.
    @Nullable
    Ledger open(K key, Limits limits, long now) {
        sweep(now);
        var known = find(key);
        if (known != null) {
            return known;
        }
        return makeRoom(now) ? new Ledger(limits) : null;
    }

    /// Puts a ledger back where it belongs after it was used.
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

    void giveBack(K key, long at) {
        var ledger = find(key);
        if (ledger != null) {
            ledger.giveBack(at);
        }
    }

    int size() {
        return open.size() + locked.size();
    }

    /// How many locks are running; those that have ended may still lie here.
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

    /// Forgets, now and then, what has run out, so that a quiet service does not keep what a busy one
    /// needed.
    private void sweep(long now) {
        if (--untilSweep > 0) {
            return;
        }
        untilSweep = Math.max(SWEEP_EVERY, size());
        open.values().removeIf(ledger -> ledger.isBlank(now));
        locked.values().removeIf(ledger -> ledger.isBlank(now));
    }
}
