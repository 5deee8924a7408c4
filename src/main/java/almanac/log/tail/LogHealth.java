package almanac.log.tail;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/// Readiness and liveness: up while the log is followed. If it is not, streams are silent while all other
/// calls work, so the process should get no new clients and should be restarted.
@Liveness
@Readiness
@ApplicationScoped
class LogHealth implements HealthCheck {
    private static final String NAME = "log";

    private final LogTail tail;

    LogHealth(LogTail tail) {
        this.tail = tail;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME).status(tail.isFollowed()).build();
    }
}
