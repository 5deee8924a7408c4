package almanac.event.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Which occurrences of a series are computed when it is stored. Others are computed when they are read, which
/// costs more.
@ConfigMapping(prefix = "almanac.recurrence")
public interface RecurrenceConfig {
    /// How long before now, at least 31 days.
    @WithDefault("P1826D")
    Duration past();

    /// How long after now, at least 62 days.
    @WithDefault("P731D")
    Duration horizon();
}
