package almanac.base.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// UTC time that follows another clock. After the first correction it never goes back.
///
/// It starts with the time of the machine and counts by the monotonic clock. The first correction applies at
/// once. A later one changes the speed, to a tenth at least and to twice the usual speed at most; a correction
/// of more than a second forward applies at once.
public final class SteeredClock extends Clock {
    private static final long JUMP_MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 2;

    private final LongSupplier nanos;
    private volatile Course course;

    SteeredClock() {
        this(System::nanoTime, System.currentTimeMillis());
    }

    /// @param nanos the monotonic clock, in ns
    /// @param start the time now, in epoch ms
    SteeredClock(LongSupplier nanos, long start) {
        this.nanos = nanos;
        this.course = new Course(nanos.getAsLong(), TimeUnit.MILLISECONDS.toMicros(start), 1, false);
    }

    /// A straight line of time.
    ///
    /// @param begin its begin on the monotonic clock, in ns
    /// @param micros the time at its begin, in epoch microseconds
    /// @param speed microseconds for each microsecond of the monotonic clock
    /// @param isSteered whether the other clock is known
    private record Course(long begin, long micros, double speed, boolean isSteered) {
        long at(long now) {
            return micros + (long) ((now - begin) / 1000.0 * speed);
        }
    }

    /// Corrects the time.
    ///
    /// @param ahead how far the other clock is ahead of this one, in microseconds; negative if it is behind
    /// @param within the time after which the difference is to be gone
    public synchronized void steer(long ahead, Duration within) {
        var now = nanos.getAsLong();
        var time = course.at(now);
        if (ahead > JUMP_MICROS || !course.isSteered()) {
            course = new Course(now, time + ahead, 1, true);
        } else {
            var speed = 1 + (double) ahead / TimeUnit.NANOSECONDS.toMicros(within.toNanos());
            course = new Course(now, time, Math.clamp(speed, SLOWEST, FASTEST), true);
        }
    }

    /// The time in epoch microseconds.
    long micros() {
        return course.at(nanos.getAsLong());
    }

    @Override
    public long millis() {
        return Math.floorDiv(micros(), 1000);
    }

    @Override
    public Instant instant() {
        var micros = micros();
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
