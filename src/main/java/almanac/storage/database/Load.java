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

/// What the database has to do: the pieces of work that wait for it, and those that it is busy with.
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

    /// A piece of work begins to wait that somebody waits for.
    Turn queue() {
        return queue(patience, true);
    }

    /// A piece of work begins to wait that takes its time.
    Turn queueLong() {
        return queue(longPatience, false);
    }

    private Turn queue(Duration most, boolean isUrgent) {
        waiting.incrementAndGet();
        return new Turn(most, isUrgent);
    }

    /// A request is answered 503 rather than queued.
    void shed() {
        shed.increment();
    }

    /// There was no place for a piece of work, or none in time.
    void fill() {
        filledAt = System.nanoTime();
        full = true;
    }

    /// Whether whoever comes now would come in vain: there was no place for the last piece of work, or
    /// those who wait have waited for almost as long as they may. It ends when turns come soon again.
    ///
    /// So few wait in vain. It is known for a moment only: who is turned away at the door does not ask
    /// again, and what still waits may be work that takes its time.
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

    /// The turn of a piece of work: it comes once, unless whoever waits gives up first.
    final class Turn {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final long since = System.nanoTime();
        private final Duration most;
        private final boolean isUrgent;

        private Turn(Duration most, boolean isUrgent) {
            this.most = most;
            this.isUrgent = isUrgent;
        }

        /// How long it may wait.
        Duration patience() {
            return most;
        }

        /// Runs the work; fails where nobody waits for it any more, and then nothing was begun.
        ///
        /// It fails too where it has waited so long that it would hardly end in time. Else, under more
        /// load than the database carries, everybody would be served just too late: the queue is always
        /// full of those who have waited longest. Such a refusal says nothing about the database, and
        /// the breaker does not count it.
        ///
        /// It counts as running until it has really ended, also where the answer was given up before.
        <T> Uni<T> run(Supplier<Uni<T>> work) {
            if (!over()) {
                return Uni.createFrom().failure(new CancellationException("nobody waits for it"));
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

        /// Waits no longer: fails, unless the turn has come. Then it never ends, and what was begun says
        /// how it went.
        <T> Uni<T> giveUp() {
            return over()
                    ? Uni.createFrom().failure(new BulkheadException(TOO_LONG))
                    : Uni.createFrom().nothing();
        }

        /// Nobody waits any more.
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
