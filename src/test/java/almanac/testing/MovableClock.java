package almanac.testing;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands still until a test moves it, in either direction.
public final class MovableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-02T09:00:00Z");

    /// Moves the clock; a negative duration moves it back.
    public void advance(Duration by) {
        now = now.plus(by);
    }

    /// Sets the clock to a moment.
    public void set(Instant moment) {
        now = moment;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }

    /// Puts it in the place of the machine's clock.
    @Mock
    static class Producer {
        @Produces
        @Singleton
        MovableClock clock() {
            return new MovableClock();
        }
    }
}
