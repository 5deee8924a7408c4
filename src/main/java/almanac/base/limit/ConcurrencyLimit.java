package almanac.base.limit;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A limit of what runs at once for a key, such as an account. Nothing waits.
///
/// @param <K> the key
public final class ConcurrencyLimit<K> {
    private final Map<K, Integer> running = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit the largest number for a key, from 1
    public ConcurrencyLimit(int limit) {
        this.limit = limit;
    }

    /// Takes a place.
    ///
    /// @return false if the key has none left; then there is nothing to release
    public boolean enter(K key) {
        var entered = new AtomicBoolean();
        var _ = running.compute(key, (_, before) -> {
            var places = before == null ? 0 : before;
            entered.set(places < limit);
            return entered.get() ? places + 1 : places;
        });
        return entered.get();
    }

    /// Releases a place.
    public void leave(K key) {
        running.computeIfPresent(key, (_, places) -> places == 1 ? null : places - 1);
    }

    /// Whether something runs for a key.
    public boolean isRunning(K key) {
        return running.containsKey(key);
    }

    /// The keys for which something runs.
    public Set<K> keys() {
        return Set.copyOf(running.keySet());
    }
}
