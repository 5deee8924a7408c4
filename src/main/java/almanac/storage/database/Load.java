package almanac.storage.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/// Counts the work on the database: what is queued and what is running.
@Singleton
class Load {
    private static final String TOO_LONG = "it has waited too long";
    private static final long MOMENT_NANOS = 1_000_000_000L;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final Counter shed;
    private final Duration patience;
    private final Duration longPatience;
    private volatile boolean full;
    private volatile long filledAt;

    Load(PoolConfig config, MeterRegistry meters) {
        this.patience = config.patience();
        this.longPatience = config.longPatience();
        this.shed = Counter.builder("almanac.requests.shed")
                .description("Requests that were answered 503 rather than queued")
                .register(meters);
        Gauge.builder("almanac.database.running", running, AtomicInteger::get)
                .description("Pieces of work that the database is busy with")
                .register(meters);
        Gauge.builder("almanac.database.queue", waiting, AtomicInteger::get)
                .description("Pieces of work that wait for the database")
                .register(meters);
    }

    /// Queues work that a caller waits for.
    Turn queue() {
        return queue(patience, true);
    }

    /// Queues long work.
    Turn queueLong() {
        return queue(longPatience, false);
    }

    private Turn queue(Duration most, boolean isUrgent) {
        waiting.incrementAndGet();
        return new Turn(most, isUrgent);
    }

    /// Counts a request that was answered with 503.
    void shed() {
        shed.increment();
    }

    /// Marks the queue as full: work was refused, or has waited almost too long.
    void fill() {
        filledAt = System.nanoTime();
        full = true;
    }

    /// True while the queue is full: a request arriving now would time out. The queue is full after work was
    /// refused, or after work waited for more than 3/4 of its limit, and until work waits for less than half
    /// of it.
    ///
    /// The mark expires after 1 s: a request that is refused before the queue does not renew it, and what
    /// still waits may be long work.
    boolean isFull() {
        return full && waiting.get() > 0 && System.nanoTime() - filledAt < MOMENT_NANOS;
    }

    private void hear(long waited) {
        var most = patience.toNanos();
        if (waited > most / 4 * 3) {
            fill();
        } else if (waited < most / 2) {
            full = false;
        }
    }

    /// The place of one piece of work in the queue. It is used once: by running the work, or by giving up.
    final class Turn {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final long since = System.nanoTime();
        private final Duration most;
        private final boolean isUrgent;

        private Turn(Duration most, boolean isUrgent) {
            this.most = most;
            this.isUrgent = isUrgent;
        }

        /// The longest time in the queue.
        Duration patience() {
            return most;
        }

        /// Runs the work. Fails without starting it after the caller has given up.
        ///
        /// Fails as well if the work has waited longer than its limit, as it would hardly end in time. If
        /// such work still ran, then under overload every request would time out, since the queue holds the
        /// ones that have waited longest. This failure says nothing about the database, and the circuit
        /// breaker does not count it.
        ///
        /// The work counts as running until it ends, also after its caller was answered.
        <T> Uni<T> run(Supplier<Uni<T>> work) {
            if (!over()) {
                return Uni.createFrom().failure(new CancellationException("the caller has given up"));
            }
            var waited = System.nanoTime() - since;
            if (isUrgent) {
                hear(waited);
            }
            if (waited > most.toNanos()) {
                return Uni.createFrom().failure(new BulkheadException(TOO_LONG));
            }
            return Uni.createFrom()
                    .deferred(work::get)
                    .onSubscription()
                    .invoke(running::incrementAndGet)
                    .onTermination()
                    .invoke(running::decrementAndGet);
        }

        /// Stops waiting: fails if the work was not started. Otherwise it never ends, and the work itself
        /// gives the result.
        <T> Uni<T> giveUp() {
            return over()
                    ? Uni.createFrom().failure(new BulkheadException(TOO_LONG))
                    : Uni.createFrom().nothing();
        }

        /// Ends the wait without running the work.
        void leave() {
            var _ = over();
        }

        private boolean over() {
            var first = isOver.compareAndSet(false, true);
            if (first) {
                waiting.decrementAndGet();
            }
            return first;
        }
    }
}
