package almanac.base.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The largest size of requests, and the longest time of their arrival.
@ConfigMapping(prefix = "almanac.request")
interface RequestConfig {
    /// The largest body of a request that is not an upload, in bytes. A larger one is answered 413.
    @WithDefault("1M")
    MemorySize bodyLimit();

    /// The largest iCalendar file of an import, in bytes. A larger one is answered 413.
    @WithDefault("5M")
    MemorySize calendarLimit();

    /// The largest body of an upload, all files together, in bytes. A larger one is answered 413.
    @WithDefault("512M")
    MemorySize uploadLimit();

    /// How long the body of a request that is not an upload may take to arrive; 408 after it.
    @WithDefault("30s")
    Duration bodyTime();

    /// How long the body of an upload may take to arrive; 408 after it.
    @WithDefault("15m")
    Duration uploadTime();
}
