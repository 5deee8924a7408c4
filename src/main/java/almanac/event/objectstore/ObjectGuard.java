package almanac.event.objectstore;

import almanac.base.limit.BreakerGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/// The circuit breaker of the object store. While it is open, requests to the store fail at once.
@ApplicationScoped
class ObjectGuard {
    private static final String BREAKER = "objectstore";

    private final CircuitBreakerMaintenance breakers;
    private final MeterRegistry meters;

    ObjectGuard(CircuitBreakerMaintenance breakers, MeterRegistry meters) {
        this.breakers = breakers;
        this.meters = meters;
    }

    /// The gauge is there from the start, and 0 without an object store.
    void start(@Observes StartupEvent event) {
        BreakerGauge.register(
                meters, breakers, BREAKER, "almanac.objectstore.breaker", "The circuit breaker of the object store");
    }

    /// Runs a request to the store.
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 1000, failOn = ObjectAway.class)
    @CircuitBreakerName(BREAKER)
    <T> Uni<T> run(Supplier<Uni<T>> request) {
        return request.get();
    }

    /// Whether requests pass.
    boolean isClosed() {
        return breakers.currentState(BREAKER) == CircuitBreakerState.CLOSED;
    }
}
