package almanac.mail.alarm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The settings of reminders.
@ConfigMapping(prefix = "almanac.reminder")
interface ReminderConfig {
    /// How late a reminder is still given, if its event has not begun.
    @WithDefault("1h")
    Duration late();
}
