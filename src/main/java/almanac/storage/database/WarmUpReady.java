package almanac.storage.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready means that the first calls find open connections and loaded code: each [WarmUp] has ended. The
/// service answers requests meanwhile, and the start does not wait for it.
///
/// It takes [#LIMIT] at most, also without a database: another check covers the database. A stop during that
/// time waits for the running [WarmUp] and begins no other: its transaction would fail when the pool is
/// closed.
@Readiness
@Singleton
class WarmUpReady implements HealthCheck {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String NAME = "warm-up";

    /// The number of connections that are opened before the first call.
    private static final int CONNECTIONS = 8;

    private final Instance<WarmUp> rooms;
    private final Pool pool;
    private final Vertx vertx;
    private volatile boolean isWarm;
    private volatile boolean isStopping;
    private volatile boolean hasBegun;

    /// Ends when no [WarmUp] runs any more.
    private volatile CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

    WarmUpReady(Instance<WarmUp> rooms, Pool pool, Vertx vertx) {
        this.rooms = rooms;
        this.pool = pool;
        this.vertx = vertx;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME).status(isWarm).build();
    }

    /// Runs on a duplicated context, as a request does.
    void begin(@Observes StartupEvent start) {
        end = new CompletableFuture<>();
        var context = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
        context.runOnContext(_ -> {
            hasBegun = true;
            VertxContextSafetyToggle.setContextSafe(Vertx.currentContext(), true);
            warmUp(Multi.createFrom().iterable(rooms), LIMIT);
        });
    }

    /// Called before the pool is closed, on a thread that may block. After a start that has failed the event loop
    /// may have ended before it began the work, which then never ends.
    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
        if (hasBegun) {
            end.join();
        }
    }

    /// Not ready until all have ended, successfully or not, or the limit is over.
    void warmUp(Multi<WarmUp> all, Duration limit) {
        isWarm = false;
        all.onItem()
                .transformToUniAndConcatenate(room -> inAnyCase(room::warmUp))
                .collect()
                .last()
                .chain(() -> inAnyCase(this::connect))
                .ifNoItem()
                .after(limit)
                .recoverWithUni(Uni.createFrom().voidItem())
                .onTermination()
                .invoke(() -> end.complete(null))
                .subscribe()
                .with(_ -> isWarm = true, _ -> isWarm = true);
    }

    private Uni<Void> inAnyCase(Supplier<Uni<?>> work) {
        return Uni.createFrom()
                .deferred(() ->
                        isStopping ? Uni.createFrom().voidItem() : work.get().replaceWithVoid())
                .onFailure()
                .recoverWithNull();
    }

    /// Runs this many queries at once, so that each needs a connection of its own.
    private Uni<?> connect() {
        var questions = IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> pool.query("select pg_sleep(0.05)").execute())
                .toList();
        return Uni.join().all(questions).andCollectFailures();
    }
}
