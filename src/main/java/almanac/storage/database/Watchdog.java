package almanac.storage.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/// Fails work when the database does not answer, and keeps waiting for a database that is slow.
///
/// Work fails when its time limit has passed and nothing was heard from the database meanwhile: no answer to
/// any work, and none to a probe. So a service that is slow itself, after a start or on a busy CPU, does not
/// take its own delay for the database's, and answers late what the database has carried out. Time is counted
/// in timer ticks of 100 ms: a CPU that stalls the process for 1 s causes one tick.
@Singleton
class Watchdog {
    private static final long TICK_MILLIS = 100;

    /// Ticks without an answer after which a probe is sent.
    private static final long UNEASY = 6;

    /// Ticks without any answer that are needed before work fails.
    private static final long UNHEARD = 10;

    private final Pool pool;
    private final Set<Work<?>> waiting = ConcurrentHashMap.newKeySet();
    private final long limit;
    private final long longest;
    private final AtomicLong ticks = new AtomicLong();
    private volatile long heardAt;
    private volatile boolean isAsking;

    Watchdog(Pool pool, Vertx vertx, PoolConfig config) {
        this.pool = pool;
        this.limit = Math.max(1, config.silentFor().toMillis() / TICK_MILLIS);
        this.longest = Math.max(1, config.callLimit().toMillis() / TICK_MILLIS);
        var _ = vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    }

    /// Work that a caller waits for.
    private record Work<T>(long since, UniEmitter<? super T> answer) {
        void giveUp() {
            answer.fail(new TimeoutException("the database does not answer"));
        }
    }

    /// Runs work until it ends or times out. The database may still carry out work that has timed out.
    <T> Uni<T> watch(Uni<T> work) {
        return Uni.createFrom().emitter(answer -> {
            var watched = new Work<T>(ticks.get(), answer);
            waiting.add(watched);
            work.subscribe()
                    .with(
                            item -> {
                                end(watched);
                                answer.complete(item);
                            },
                            failure -> {
                                end(watched);
                                answer.fail(failure);
                            });
        });
    }

    private void end(Work<?> work) {
        heardAt = ticks.get();
        waiting.remove(work);
    }

    private void tick() {
        var now = ticks.incrementAndGet();
        var hopeless = waiting.stream()
                .filter(work -> isHopeless(now - work.since, now - heardAt))
                .toList();
        hopeless.forEach(waiting::remove);
        hopeless.forEach(Work::giveUp);
        var isUneasy = waiting.stream().anyMatch(work -> now - work.since >= UNEASY) && now - heardAt >= UNEASY;
        if (isUneasy && !isAsking) {
            ask();
        }
    }

    private boolean isHopeless(long waited, long unheard) {
        return waited >= longest
                || (waited >= limit && unheard >= Math.min(limit, UNHEARD))
                || (waited >= UNEASY && unheard >= limit);
    }

    /// Sends `select 1` on another connection of the pool. Any result counts as an answer.
    private void ask() {
        isAsking = true;
        pool.query("select 1")
                .execute()
                .subscribe()
                .with(
                        answer -> {
                            heardAt = ticks.get();
                            isAsking = false;
                        },
                        failure -> isAsking = false);
    }
}
