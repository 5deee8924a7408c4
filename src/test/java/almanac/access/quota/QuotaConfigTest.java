package almanac.access.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Limits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the limits of a call come out of the configuration.
class QuotaConfigTest {
    private static final int ORDINAL = 100;

    /// A configuration of just these properties.
    static QuotaConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, ORDINAL, new DurationConverter())
                .withMapping(QuotaConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", ORDINAL))
                .build()
                .getConfigMapping(QuotaConfig.class);
    }

    @Test
    void isTwentyAMinuteWithALockOfTenWhereNothingIsSaid() {
        var config = config(Map.of());
        assertTrue(config.enabled());
        assertEquals(new Limits(20, 60_000, 600_000), config.of("list-events"));
    }

    @Test
    void setsAllCallsAtOnce() {
        var config = config(Map.of(
                "almanac.quota.limit",
                "30",
                "almanac.quota.window",
                "10s",
                "almanac.quota.lock",
                "1m",
                "almanac.quota.enabled",
                "false"));
        assertFalse(config.enabled());
        assertEquals(new Limits(30, 10_000, 60_000), config.of("list-events"));
    }

    @Test
    void setsOneCallWithoutTouchingTheOthers() {
        var config = config(Map.of(
                "almanac.quota.calls.get-event.limit", "100",
                "almanac.quota.calls.get-event.window", "5s",
                "almanac.quota.calls.get-event.lock", "2s"));
        assertEquals(new Limits(100, 5_000, 2_000), config.of("get-event"));
        assertEquals(new Limits(20, 60_000, 600_000), config.of("list-events"));
    }

    @Test
    void whatACallLeavesOutIsAsForAll() {
        var config = config(Map.of("almanac.quota.limit", "30", "almanac.quota.calls.get-event.lock", "2s"));
        assertEquals(new Limits(30, 60_000, 2_000), config.of("get-event"));
    }
}
