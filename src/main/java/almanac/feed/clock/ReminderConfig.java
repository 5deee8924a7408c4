package almanac.feed.clock;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Reminders of events.
@ConfigMapping(prefix = "almanac.reminder")
interface ReminderConfig {
    /// How late a reminder is still given, while its event has not begun. An older one is left out.
    @WithDefault("1h")
    Duration late();
}
