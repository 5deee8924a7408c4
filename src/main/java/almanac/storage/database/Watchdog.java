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

/// Gives up work on a database that does not answer, and waits for one that is slow.
///
/// Work fails when it has waited for a while and nothing was heard from the database meanwhile: no answer to
/// anybody, and none to a question that is asked for that purpose. So a service that is slow itself, because it has
/// just started or shares a busy processor, does not take its own slowness for the database's: what was carried
/// out is answered, later. Time is counted in ticks, and a processor that comes to nothing for a second makes one
/// tick of it.
@Singleton
class Watchdog {
    private static final long TICK_MILLIS = 100;

    /// After so many ticks a question is asked.
    private static final long UNEASY = 6;

    /// So long before work is given up, at least, nothing was heard.
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

    /// Work that somebody waits for.
    private record Work<T>(long since, UniEmitter<? super T> answer) {
        void giveUp() {
            answer.fail(new TimeoutException("the database does not answer"));
        }
    }

    /// Runs work until it ends, or has to be given up; what was given up may still be carried out.
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

    /// On a connection that is left for this: whatever the answer is, it is one.
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
