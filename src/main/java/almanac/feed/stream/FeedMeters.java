package almanac.feed.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The meters of the feeds (docs/change-feed.md, 6.2).
@Singleton
public class FeedMeters {
    private final MeterRegistry meters;
    private final Timer commitToWire;
    private final Counter messages;
    private final Counter resumes;
    private final Counter resets;
    private final Counter overflows;

    FeedMeters(MeterRegistry meters) {
        this.meters = meters;
        this.commitToWire = Timer.builder("almanac.feed.commit.to.wire")
                .description("Time from the commit of a change to its sending to the streams")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
        this.messages = counter(meters, "messages", "Changes sent, counted once for each stream");
        this.resumes = counter(meters, "resumes", "Streams that resumed from a cursor");
        this.resets = counter(meters, "resets", "Streams whose cursor could not be resumed from");
        this.overflows = counter(meters, "overflows", "Streams ended because their reader was too slow");
    }

    public void sent(long committedAt, long now, int streams) {
        commitToWire.record(Duration.ofMillis(Math.max(0, now - committedAt)));
        messages.increment(streams);
    }

    public void resumed() {
        resumes.increment();
    }

    public void reset() {
        resets.increment();
    }

    void overflowed() {
        overflows.increment();
    }

    /// Registers the gauges of the open streams.
    ///
    /// @param queued the number of messages that wait in them
    void watch(Set<Stream> open, ToDoubleFunction<Set<Stream>> queued) {
        Gauge.builder("almanac.feed.streams", open, Set::size)
                .description("Open streams")
                .register(meters);
        Gauge.builder("almanac.feed.queue", open, queued)
                .description("Messages that wait for slow readers")
                .register(meters);
    }

    /// Registers the gauge of the spool.
    ///
    /// @param bytes the number of bytes in it
    public <T> void watchSpool(T spool, ToDoubleFunction<T> bytes) {
        Gauge.builder("almanac.feed.spool", spool, bytes)
                .description("Snapshots and replays kept in memory for beginning streams")
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("almanac.feed." + name).description(description).register(meters);
    }
}
