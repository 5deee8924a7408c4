package almanac.calendar.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The settings of reminders, by mail and on live views.
@ConfigMapping(prefix = "almanac.reminder")
public interface ReminderConfig {
    /// How late a reminder is still given, if its event has not begun.
    @WithDefault("1h")
    Duration late();
}
