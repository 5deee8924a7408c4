package almanac.log.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told to other nodes of a write.
class WriteAnnouncerTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<UniEmitter<? super Void>> underWay = new ArrayDeque<>();

    private final WriteAnnouncer announcer = new WriteAnnouncer(
            () -> Uni.createFrom().emitter(emitter -> {
                sent.incrementAndGet();
                underWay.add(emitter);
            }),
            1,
            vertx);

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "1.1 one message is under way at most; what is written meanwhile is told by one more, also after a failure")
    void oneMessageIsUnderWay(boolean succeeds) {
        for (var write = 0; write < 100; write++) {
            announcer.announce();
        }
        assertEquals(1, sent.get());
        end(succeeds);
        Awaitility.await().until(() -> sent.get() == 2);
        announcer.announce();
        assertEquals(2, sent.get());
        end(succeeds);
        Awaitility.await().until(() -> sent.get() == 3);
    }

    @Test
    @DisplayName("1.1 without a write nothing is told")
    void nothingIsToldWithoutAWrite() {
        announcer.announce();
        end(true);
        // The pause is over when a write is told at once again.
        Awaitility.await().until(() -> {
            announcer.announce();
            return sent.get() > 1;
        });
        assertEquals(1, underWay.size());
    }

    private void end(boolean succeeds) {
        var emitter = underWay.remove();
        if (succeeds) {
            emitter.complete(null);
        } else {
            emitter.fail(new IllegalStateException("the database is away"));
        }
    }
}
