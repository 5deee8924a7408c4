package almanac.storage.database;

import io.micrometer.core.instrument.Gauge;
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

/// What stands in front of the database: so much work at once, so much waiting, so long at most, and
/// none at all for a moment where the database is away.
///
/// The pool has a connection for all that may run here, and a few to spare: whoever waits waits here,
/// where the queue is bounded. Each number can be configured, as of any method with these annotations:
/// `quarkus.fault-tolerance."almanac.storage.database.DatabaseGuard/run".bulkhead.value` and so on.
@ApplicationScoped
class DatabaseGuard {
    private static final String BREAKER = "database";

    private final Watchdog watchdog;

    DatabaseGuard(Watchdog watchdog, MeterRegistry meters, CircuitBreakerMaintenance breakers) {
        this.watchdog = watchdog;
        Gauge.builder("almanac.database.breaker", breakers, DatabaseGuard::state)
                .description("The circuit breaker: 0 closed, 1 half open, 2 open")
                .register(meters);
    }

    /// Runs work that a caller waits for, as long as the database answers.
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

    /// Runs work that takes its time, such as emptying a calendar, beside what callers wait for.
    @Timeout(60_000)
    @Bulkhead(value = 4, waitingTaskQueue = 60)
    <T> Uni<T> runLong(Supplier<Uni<T>> work) {
        return begin(work);
    }

    private static <T> Uni<T> begin(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get).onFailure().transform(DatabaseAway::recognise);
    }

    private static double state(CircuitBreakerMaintenance breakers) {
        return switch (breakers.currentState(BREAKER)) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
