package almanac.feed.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// What is measured of feeds (docs/change-feed.md, 6.2).
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
                .description("From the moment a change was written to the moment it was sent to its streams")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
        this.messages = counter(meters, "messages", "Changes that were sent to streams, once for each stream");
        this.resumes = counter(meters, "resumes", "Streams that went on from a cursor");
        this.resets = counter(meters, "resets", "Streams whose cursor could not be gone on from");
        this.overflows = counter(meters, "overflows", "Streams that were ended because their reader was too slow");
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

    /// Measures the open streams.
    ///
    /// @param queued how many messages wait in them
    void watch(Set<Stream> open, ToDoubleFunction<Set<Stream>> queued) {
        Gauge.builder("almanac.feed.streams", open, Set::size)
                .description("Open streams")
                .register(meters);
        Gauge.builder("almanac.feed.queue", open, queued)
                .description("Messages that wait for slow readers")
                .register(meters);
    }

    /// Measures the memory of what streams begin with.
    ///
    /// @param bytes how many bytes are in it
    public <T> void watchSpool(T spool, ToDoubleFunction<T> bytes) {
        Gauge.builder("almanac.feed.spool", spool, bytes)
                .description("What beginning streams have not been sent yet")
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("almanac.feed." + name).description(description).register(meters);
    }
}
