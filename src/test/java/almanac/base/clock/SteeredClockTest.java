package almanac.base.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock that follows another one (docs/operations/scale.md, "One time").
class SteeredClockTest {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final long START = 1_800_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(77);
    private final SteeredClock clock = new SteeredClock(nanos::get, START);

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000_000L, -1_500_000, -1, 0, 1, 1_500_000, 3_600_000_000L})
    @DisplayName("the first correction applies at once, in either direction")
    void theFirstCorrectionAppliesAtOnce(long ahead) {
        clock.steer(ahead, WITHIN);
        assertEquals(START * 1000 + ahead, clock.micros());
    }

    @ParameterizedTest
    @ValueSource(longs = {-900_000, -20_000, -1, 1, 20_000, 900_000})
    @DisplayName("a later correction is spread over the time that is given")
    void aLaterCorrectionIsSpread(long ahead) {
        clock.steer(0, WITHIN);
        clock.steer(ahead, WITHIN);
        assertEquals(START * 1000, clock.micros());
        pass(Duration.ofSeconds(5));
        assertTrue(Math.abs(START * 1000 + 5_000_000 + ahead / 2 - clock.micros()) <= 1);
        pass(Duration.ofSeconds(5));
        assertTrue(Math.abs(START * 1000 + 10_000_000 + ahead - clock.micros()) <= 1);
    }

    @Test
    @DisplayName("a far correction forward applies at once; a far one back slows the clock down, and time goes on")
    void aFarCorrection() {
        clock.steer(0, WITHIN);
        clock.steer(3_600_000_000L, WITHIN);
        assertEquals(START + 3_600_000, clock.millis());
        clock.steer(-3_600_000_000L, WITHIN);
        pass(Duration.ofSeconds(10));
        assertEquals(START + 3_600_000 + 1_000, clock.millis());
    }

    @Test
    @DisplayName("time never goes back, whatever is measured, and follows the other clock")
    void timeNeverGoesBack() {
        var random = new Random(7);
        var offset = 1_500_000L;
        clock.steer(offset, WITHIN);
        var last = clock.micros();
        for (var step = 0; step < 10_000; step++) {
            pass(Duration.ofNanos(random.nextLong(2_000_000_000)));
            var other = START * 1000 + TimeUnit.NANOSECONDS.toMicros(nanos.get() - 77) + offset;
            clock.steer(other + random.nextLong(-5_000, 5_000) - clock.micros(), WITHIN);
            assertTrue(clock.micros() >= last);
            last = clock.micros();
            assertTrue(Math.abs(other - clock.micros()) < 20_000);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
