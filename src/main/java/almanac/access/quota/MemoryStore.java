package almanac.access.quota;

import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Counts in the memory of this node.
@Singleton
class MemoryStore implements QuotaStore {
    private final Ledgers<QuotaKey> ledgers;
    private final Clock clock;
    private final Clock elapsed;

    MemoryStore(QuotaConfig config, Clock clock, @Elapsed Clock elapsed, MeterRegistry meters) {
        this.ledgers = new Ledgers<>(config.capacity(), elapsed);
        this.clock = clock;
        this.elapsed = elapsed;
        Gauge.builder("almanac.quota.ledgers", ledgers, Ledgers::size)
                .description("Pairs of user and call that are counted")
                .register(meters);
        Gauge.builder("almanac.quota.locked", ledgers, Ledgers::locked)
                .description("Pairs of user and call that are locked")
                .register(meters);
    }

    @Override
    public Uni<Decision> take(QuotaKey key, Limits limits) {
        return Uni.createFrom().item(ledgers.take(key, limits));
    }

    @Override
    public Uni<Void> giveBack(QuotaKey key, Decision.Admitted counted) {
        ledgers.giveBack(key, counted);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<QuotaUsage> look(QuotaKey key) {
        return Uni.createFrom().item(atTheTime(ledgers.look(key)));
    }

    /// Converts the end of a lock from the interval clock to epoch ms.
    private QuotaUsage atTheTime(QuotaUsage usage) {
        return usage.lockedUntil() == 0
                ? usage
                : new QuotaUsage(usage.used(), clock.millis() + usage.lockedUntil() - elapsed.millis());
    }
}
