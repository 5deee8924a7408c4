package almanac.storage.database;

import almanac.base.limit.BreakerGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/// Bounds the work on the database: concurrent work, queued work, and time. While the circuit breaker is
/// open, work fails at once.
///
/// The pool has one connection for each piece of work that may run here, and a few spare ones. So work waits
/// in the queue of this class, which is bounded, and not in the pool. Each number is a setting of SmallRye
/// Fault Tolerance: `quarkus.fault-tolerance."almanac.storage.database.DatabaseGuard/run".bulkhead.value` and
/// so on.
@ApplicationScoped
class DatabaseGuard {
    private static final String BREAKER = "database";

    private final Watchdog watchdog;

    DatabaseGuard(Watchdog watchdog, MeterRegistry meters, CircuitBreakerMaintenance breakers) {
        this.watchdog = watchdog;
        BreakerGauge.register(meters, breakers, BREAKER, "almanac.database.breaker", "The circuit breaker");
    }

    /// Runs work that a caller waits for. Fails at once while the circuit breaker is open.
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 500,
            failOn = {DatabaseAway.class, TimeoutException.class})
    @CircuitBreakerName(BREAKER)
    @Bulkhead(value = 20, waitingTaskQueue = 200)
    <T> Uni<T> run(Supplier<Uni<T>> work) {
        return watchdog.watch(begin(work));
    }

    /// Runs long work, such as emptying a calendar, with limits of its own: 4 at once, 60 queued, 60 s.
    @Timeout(60_000)
    @Bulkhead(value = 4, waitingTaskQueue = 60)
    <T> Uni<T> runLong(Supplier<Uni<T>> work) {
        return begin(work);
    }

    private static <T> Uni<T> begin(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get).onFailure().transform(DatabaseAway::recognise);
    }
}
