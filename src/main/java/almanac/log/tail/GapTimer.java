package almanac.log.tail;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/// Measures how long changes wait behind a gap of the log. Used on the thread of the tail only.
@Singleton
class GapTimer {
    private static final long NONE = Long.MIN_VALUE;

    private final Timer doubt;
    private long since = NONE;

    GapTimer(MeterRegistry meters) {
        this.doubt = Timer.builder("almanac.change.doubt")
                .description("How long changes have waited behind a gap of the log")
                .register(meters);
    }

    /// A change is behind a gap.
    void start() {
        if (since == NONE) {
            since = System.nanoTime();
        }
    }

    /// A change was delivered, so no gap is before it any more.
    void stop() {
        if (since != NONE) {
            doubt.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
            since = NONE;
        }
    }
}
