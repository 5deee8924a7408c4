package almanac.access.idempotency;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs requests of this node with the same key one after the other, before they reach the database. A
/// repeated request waits here for the end of the first, without a connection.
///
/// Requests on other nodes wait in the database, see [Idempotency].
@Singleton
class KeyTurns {
    /// The last request of each key, until it ends.
    private final Map<Name, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    KeyTurns() {}

    /// A key without the fingerprint of its request.
    private record Name(long zuid, String call, String text) {}

    /// Runs the work of a request when all earlier ones with the same key have ended.
    <T> Uni<T> inTurn(IdempotencyKey key, Supplier<Uni<T>> work) {
        var name = new Name(key.zuid(), key.call(), key.text());
        return Uni.createFrom().deferred(() -> {
            var own = new CompletableFuture<Void>();
            var before = last.put(name, own);
            return turn(before).chain(work::get).onTermination().invoke(() -> leave(name, own, before));
        });
    }

    /// The turn is given on the thread of the earlier request; a session must be used on the thread of its
    /// own request.
    private static Uni<Void> turn(@Nullable CompletableFuture<Void> before) {
        if (before == null) {
            return Uni.createFrom().voidItem();
        }
        var context = Vertx.currentContext();
        var turn = Uni.createFrom().completionStage(before.minimalCompletionStage());
        return context == null ? turn : turn.emitOn(task -> back(context, task));
    }

    private static void back(Context context, Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /// A request that is cancelled while it waits keeps its place until the earlier ones have ended.
    private void leave(Name name, CompletableFuture<Void> own, @Nullable CompletableFuture<Void> before) {
        if (before == null || before.isDone()) {
            last.remove(name, own);
            own.complete(null);
        } else {
            var _ = before.whenComplete((_, _) -> leave(name, own, null));
        }
    }
}
