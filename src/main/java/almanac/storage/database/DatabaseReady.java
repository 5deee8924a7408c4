package almanac.storage.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Readiness: up while the database answers within 1 s. Liveness does not depend on the database.
@Readiness
@Singleton
class DatabaseReady implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Pool pool;

    DatabaseReady(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.down(NAME));
    }
}
