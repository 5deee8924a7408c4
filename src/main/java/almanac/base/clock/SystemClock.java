package almanac.base.clock;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The clocks of the machine: UTC time, and a monotonic clock for intervals.
class SystemClock {
    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
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
