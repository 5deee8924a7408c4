package almanac.log.tail;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/// Says that the log is followed. Where it is not, streams are silent while everything else works: such a
/// process gets no new clients, and is to be started again.
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
