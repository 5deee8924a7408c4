package almanac.access.quota;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many requests each user has under way on this node.
@Singleton
class Bulkheads {
    private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
    private final QuotaConfig config;
    private final Counter refused;

    Bulkheads(QuotaConfig config, MeterRegistry registry) {
        this.config = config;
        this.refused = Counter.builder("almanac.bulkhead.refused")
                .description("Requests that were refused because their user had too many under way")
                .register(registry);
        Gauge.builder("almanac.bulkhead.users", underWay, Map::size)
                .description("Users with requests under way")
                .register(registry);
    }

    /// Whether requests are bounded.
    boolean isOn() {
        return config.enabled() && config.atOnce() > 0;
    }

    /// Counts a request in.
    ///
    /// @return whether there was a place for it; one that got a place has to [#leave]
    boolean enter(long zuid) {
        if (underWay.merge(zuid, 1, Integer::sum) <= config.atOnce()) {
            return true;
        }
        leave(zuid);
        refused.increment();
        return false;
    }

    /// Counts a request out.
    void leave(long zuid) {
        underWay.computeIfPresent(zuid, (user, requests) -> requests == 1 ? null : requests - 1);
    }
}
