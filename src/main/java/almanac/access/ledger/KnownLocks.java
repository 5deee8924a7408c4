package almanac.access.ledger;

import almanac.base.clock.Elapsed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The running locks that this node knows of. It refuses a locked key until the lock ends, by its monotonic
/// clock, without asking the store: a client that does not stop costs the store nothing, and no lock opens
/// because the store has forgotten it.
@Singleton
class KnownLocks {
    private final Map<QuotaKey, Lock> locks = new ConcurrentHashMap<>();
    private final Clock elapsed;
    private final int capacity;

    KnownLocks(StoreConfig config, @Elapsed Clock elapsed, MeterRegistry meters) {
        this.elapsed = elapsed;
        this.capacity = config.capacity();
        Gauge.builder("almanac.quota.locked", this, KnownLocks::running)
                .description("Pairs of user and call that are locked")
                .register(meters);
    }

    /// Whether a lock is in the table of locks.
    private enum Kept {
        NO,
        UNDER_WAY,
        YES
    }

    /// A running lock.
    final class Lock {
        private final long until;
        private final AtomicReference<Kept> kept;

        private Lock(long until, Kept kept) {
            this.until = until;
            this.kept = new AtomicReference<>(kept);
        }

        /// Ms until it ends; 0 or less after its end.
        long millis() {
            return until - elapsed.millis();
        }

        /// Whether it has to be stored, and by this caller: nobody else does.
        boolean takesKeeping() {
            return kept.get() == Kept.NO && kept.compareAndSet(Kept.NO, Kept.UNDER_WAY);
        }

        /// Ends the storing.
        void kept(boolean isStored) {
            kept.set(isStored ? Kept.YES : Kept.NO);
        }
    }

    /// The running lock of a key; null if there is none.
    @Nullable
    Lock find(QuotaKey key) {
        var lock = locks.get(key);
        if (lock == null) {
            return null;
        }
        if (lock.millis() > 0) {
            return lock;
        }
        locks.remove(key, lock);
        return null;
    }

    /// Adds a lock that a store has decided.
    ///
    /// @param millis ms until it ends
    /// @return the lock that is known now
    Lock add(QuotaKey key, long millis) {
        return add(key, new Lock(elapsed.millis() + millis, Kept.NO));
    }

    /// Adds a lock from the table of locks.
    ///
    /// @param millis ms until it ends
    void restore(QuotaKey key, long millis) {
        var _ = add(key, new Lock(elapsed.millis() + millis, Kept.YES));
    }

    /// A lock that is known already stays, unless the new one ends later. Beyond the capacity a lock is known
    /// to its store only.
    private Lock add(QuotaKey key, Lock lock) {
        if (locks.size() >= capacity) {
            sweep();
        }
        if (locks.size() >= capacity) {
            return lock;
        }
        return locks.merge(key, lock, (known, added) -> added.until > known.until ? added : known);
    }

    /// Removes the locks that have ended.
    void sweep() {
        locks.values().removeIf(lock -> lock.millis() <= 0);
    }

    /// The number of running locks.
    int running() {
        return Math.toIntExact(
                locks.values().stream().filter(lock -> lock.millis() > 0).count());
    }
}
