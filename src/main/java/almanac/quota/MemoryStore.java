package almanac.quota;

import almanac.quota.Verdict.Full;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// The ledgers of this node, in a bounded amount of memory.
///
/// They are spread over shelves, each with a lock of its own that is held for a few comparisons, never
/// while waiting.
@Singleton
class MemoryStore implements QuotaStore {
    private static final int MOST_SHELVES = 64;

    private final Clock clock;
    private final Shelf[] shelves;

    MemoryStore(QuotaConfig config, Clock clock, MeterRegistry meters) {
        // A power of two, and never more of them than ledgers: the sum of all shelves stays within the capacity.
        var count = Integer.highestOneBit(Math.clamp(config.capacity(), 1, MOST_SHELVES));
        var each = Math.max(1, config.capacity() / count);
        this.clock = clock;
        this.shelves = IntStream.range(0, count).mapToObj(_ -> new Shelf(each)).toArray(Shelf[]::new);
        Gauge.builder("almanac.quota.ledgers", this, MemoryStore::ledgers)
                .description("Users and calls that requests are counted for")
                .register(meters);
        Gauge.builder("almanac.quota.locked", this, MemoryStore::locked)
                .description("Users and calls that are locked")
                .register(meters);
    }

    @Override
    public Uni<Verdict> take(QuotaKey key, Limits limits) {
        return Uni.createFrom().item(takeNow(key, limits));
    }

    @Override
    public Uni<Standing> look(QuotaKey key) {
        var shelf = shelf(key);
        synchronized (shelf) {
            return Uni.createFrom().item(shelf.look(key, clock.millis()));
        }
    }

    /// The clock is read by whoever holds the shelf: read before, two requests could come in the other
    /// order than their times, which a ledger takes for a clock that went back, and each time a lock
    /// would lose a little.
    private Verdict takeNow(QuotaKey key, Limits limits) {
        var shelf = shelf(key);
        synchronized (shelf) {
            var now = clock.millis();
            var ledger = shelf.open(key, limits, now);
            if (ledger == null) {
                return new Full();
            }
            var verdict = ledger.take(now);
            shelf.file(key, ledger, now);
            return verdict;
        }
    }

    private Shelf shelf(QuotaKey key) {
        var hash = key.hashCode();
        return shelves[(hash ^ (hash >>> 16)) & (shelves.length - 1)];
    }

    int ledgers() {
        return sum(Shelf::size);
    }

    private int locked() {
        return sum(shelf -> shelf.locked(clock.millis()));
    }

    private int sum(ToIntFunction<Shelf> count) {
        var sum = 0;
        for (var shelf : shelves) {
            synchronized (shelf) {
                sum += count.applyAsInt(shelf);
            }
        }
        return sum;
    }
}
