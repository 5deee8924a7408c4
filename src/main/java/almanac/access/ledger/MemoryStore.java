package almanac.access.ledger;

import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Counts in the memory of this node. With a shared store it counts what this node has admitted, as a base
/// for its decisions while that store is away.
@Singleton
class MemoryStore {
    private final Ledgers<QuotaKey> ledgers;

    MemoryStore(StoreConfig config, @Elapsed Clock elapsed, MeterRegistry meters) {
        this.ledgers = new Ledgers<>(config.capacity(), elapsed);
        Gauge.builder("almanac.quota.ledgers", ledgers, Ledgers::size)
                .description("Pairs of user and call that are counted")
                .register(meters);
    }

    /// Counts a request, or refuses it.
    Decision take(QuotaKey key, Limits limits) {
        return ledgers.take(key, limits);
    }

    /// Counts a request that the shared store has admitted.
    void note(QuotaKey key, Limits limits) {
        ledgers.note(key, limits);
    }

    /// Removes a counted request that was not served.
    ///
    /// @return whether it was counted here, and not by the shared store
    boolean giveBack(QuotaKey key, Admitted counted) {
        return ledgers.giveBack(key, counted);
    }

    /// Removes a request that the shared store has admitted, and removes from its count.
    void giveBackNewest(QuotaKey key) {
        ledgers.giveBackNewest(key);
    }

    /// The usage of a key.
    QuotaUsage look(QuotaKey key) {
        return ledgers.look(key);
    }
}
