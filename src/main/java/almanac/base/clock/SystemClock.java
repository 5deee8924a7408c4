package almanac.base.clock;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The clocks of the process: UTC time, a monotonic clock for intervals, and the machine's.
class SystemClock {
    @Produces
    @Singleton
    @DefaultBean
    Clock clock(ClockConfig config) {
        return switch (config.source()) {
            case MACHINE -> Clock.systemUTC();
            case DATABASE -> new SteeredClock();
        };
    }

    @Produces
    @Singleton
    @Machine
    Clock machine() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @DefaultBean
    @Elapsed
    Clock elapsed() {
        return new ElapsedClock();
    }
}
