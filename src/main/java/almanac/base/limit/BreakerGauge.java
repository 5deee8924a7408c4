package almanac.base.limit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

/// The state of a circuit breaker as a metric: 0 closed, 1 half open, 2 open.
public final class BreakerGauge {
    private BreakerGauge() {}

    /// Registers the metric.
    ///
    /// @param breaker the name of the circuit breaker
    /// @param metric the name of the metric
    /// @param what the circuit breaker, for the description
    public static void register(
            MeterRegistry meters, CircuitBreakerMaintenance breakers, String breaker, String metric, String what) {
        Gauge.builder(metric, breakers, all -> state(all, breaker))
                .description(what + ": 0 closed, 1 half open, 2 open")
                .register(meters);
    }

    private static double state(CircuitBreakerMaintenance breakers, String breaker) {
        return switch (breakers.currentState(breaker)) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
