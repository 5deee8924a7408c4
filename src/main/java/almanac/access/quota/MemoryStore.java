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

/// The counts of this node, in its memory.
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
                .description("Users and calls that requests are counted for")
                .register(meters);
        Gauge.builder("almanac.quota.locked", ledgers, Ledgers::locked)
                .description("Users and calls that are locked")
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

    /// A lock ends after a while, and a client is told at what time that is.
    private QuotaUsage atTheTime(QuotaUsage usage) {
        return usage.lockedUntil() == 0
                ? usage
                : new QuotaUsage(usage.used(), clock.millis() + usage.lockedUntil() - elapsed.millis());
    }
}
