package almanac.storage.node;

import almanac.base.clock.Machine;
import almanac.base.clock.SteeredClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Measures how far the clock of the database is ahead, and steers the clock of the service by it where that
/// is a [SteeredClock].
///
/// The best of five round trips counts: the one that took the shortest time. The error is at most half of that
/// time.
@Singleton
class DatabaseTime {
    private static final Logger LOG = Logger.getLogger(DatabaseTime.class);
    private static final int TRIPS = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final String ASK = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

    private final Pool pool;
    private final Clock clock;
    private final Clock machine;
    private final Duration within;
    private volatile long skewMicros;

    DatabaseTime(Pool pool, Clock clock, @Machine Clock machine, NodeConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
        this.machine = machine;
        this.within = config.heartbeat();
        Gauge.builder("almanac.clock.skew", this, time -> time.skewMicros / 1e6)
                .baseUnit("seconds")
                .description("How far the clock of this machine is ahead of the database")
                .register(meters);
    }

    /// A round trip to the database.
    ///
    /// @param nanos how long it took
    /// @param machine the time of the machine in its middle, in epoch microseconds
    /// @param ours the time of the service in its middle, in epoch microseconds
    /// @param database the time of the database, in epoch microseconds
    private record Trip(long nanos, long machine, long ours, long database) {}

    /// Sets the clock before anything is written by it: the start waits for the first measurement. Without a
    /// database the clock of the machine serves until the next one.
    void start(@Observes @Priority(1) StartupEvent event) {
        if (!(clock instanceof SteeredClock)) {
            return;
        }
        try {
            var _ = measure()
                    .subscribeAsCompletionStage()
                    .orTimeout(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failure) {
            LOG.warnf("The time of the database could not be read at the start: %s", failure.getMessage());
        }
    }

    /// How far the clock of the machine is ahead of the database, in ms, by the last measurement.
    long skewMillis() {
        return Math.round(skewMicros / 1e3);
    }

    /// Measures the difference, and steers the clock.
    Uni<Void> measure() {
        return Multi.createFrom()
                .range(0, TRIPS)
                .onItem()
                .transformToUniAndConcatenate(_ -> trip())
                .collect()
                .asList()
                .invoke(trips -> apply(trips.stream()
                        .min(Comparator.comparingLong(Trip::nanos))
                        .orElseThrow()))
                .replaceWithVoid();
    }

    private Uni<Trip> trip() {
        return Uni.createFrom().deferred(() -> {
            var begin = System.nanoTime();
            var machines = micros(machine);
            var ours = micros(clock);
            return pool.query(ASK).execute().map(rows -> {
                var nanos = System.nanoTime() - begin;
                var half = TimeUnit.NANOSECONDS.toMicros(nanos) / 2;
                return new Trip(
                        nanos,
                        machines + half,
                        ours + half,
                        rows.iterator().next().getLong(0));
            });
        });
    }

    private void apply(Trip best) {
        skewMicros = best.machine - best.database;
        if (clock instanceof SteeredClock steered) {
            steered.steer(best.database - best.ours, within);
        }
    }

    private static long micros(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
