package almanac.testing;

import almanac.base.clock.Elapsed;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands still until a test moves it, in either direction; and beside it the clock for
/// intervals, which goes along when time passes and not when the clock is turned.
public final class MovableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private volatile Duration passed = Duration.ZERO;

    /// Lets time pass; a negative duration turns the clock back.
    public void advance(Duration by) {
        set(now.plus(by));
    }

    /// Lets time pass up to a moment; one that has passed turns the clock back.
    public void set(Instant moment) {
        passed =
                passed.plus(Duration.between(now, moment).isPositive() ? Duration.between(now, moment) : Duration.ZERO);
        now = moment;
    }

    /// Turns the clock, forward or back, while no time passes.
    public void turn(Duration by) {
        now = now.plus(by);
    }

    /// The clock for intervals.
    public Clock elapsed() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(passed);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
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

        @Produces
        @Singleton
        @Elapsed
        Clock elapsed(MovableClock clock) {
            return clock.elapsed();
        }
    }
}
