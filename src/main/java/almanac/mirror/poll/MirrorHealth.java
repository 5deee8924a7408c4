package almanac.mirror.poll;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Tells how the mirror is doing, and never that this service is not ready: it goes on serving what it
/// knows while a remote one is away.
@Readiness
@ApplicationScoped
class MirrorHealth implements HealthCheck {
    private static final String NAME = "mirror";

    private final MirrorMeters meters;

    MirrorHealth(MirrorMeters meters) {
        this.meters = meters;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME)
                .up()
                .withData("links", meters.links())
                .withData("lag_seconds", Math.round(meters.lag()))
                .build();
    }
}
