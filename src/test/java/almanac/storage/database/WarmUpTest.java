package almanac.storage.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ready means that the rooms have been warmed up.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WarmUpTest {
    private final WarmUpReady ready;
    private final Instance<WarmUp> rooms;
    private final Storage storage;

    WarmUpTest(@Readiness WarmUpReady ready, Instance<WarmUp> rooms, Storage storage) {
        this.ready = ready;
        this.rooms = rooms;
        this.storage = storage;
    }

    /// The warm-up of the start has ended: it would make the service ready during a test.
    @BeforeEach
    void theStartIsOver() {
        isReady();
    }

    @AfterEach
    void isReadyAgain() {
        ready.warmUp(Multi.createFrom().empty(), WarmUpReady.LIMIT);
        isReady();
    }

    private static int status() {
        return Management.call().get("/q/health/ready").statusCode();
    }

    private static void isReady() {
        await().until(() -> status() == 200);
    }

    @Test
    void isReadyWhenAllRoomsAreWarm() {
        var hasBegun = new AtomicBoolean();
        var end = new CompletableFuture<Integer>();
        WarmUp first = () -> Uni.createFrom().failure(new IllegalStateException("a failure is no obstacle"));
        WarmUp second = () -> {
            hasBegun.set(true);
            return Uni.createFrom().completionStage(end);
        };
        ready.warmUp(Multi.createFrom().items(first, second), Duration.ofDays(1));
        await().until(hasBegun::get);
        Management.call()
                .get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'warm-up' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'database' }.status", equalTo("UP"));
        assertEquals(200, Management.call().get("/q/health/live").statusCode());
        end.complete(1);
        isReady();
    }

    @Test
    void isReadyAfterAWhileInAnyCase() {
        WarmUp never = () -> Uni.createFrom().nothing();
        ready.warmUp(Multi.createFrom().item(never), Duration.ofMillis(50));
        isReady();
    }

    @Test
    void eachRoomIsWarmedUpAndLeavesNothing() throws Throwable {
        var before = storage.sizes();
        var count = 0;
        for (var room : rooms) {
            VertxContextSupport.subscribeAndAwait(room::warmUp);
            count++;
        }
        assertTrue(count >= 4, "rooms: " + count);
        assertEquals(before, storage.sizes());
    }
}
