package almanac.access.quota;

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

    MemoryStore(QuotaConfig config, Clock clock, MeterRegistry meters) {
        this.ledgers = new Ledgers<>(config.capacity(), clock);
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
        return Uni.createFrom().item(ledgers.look(key));
    }
}
