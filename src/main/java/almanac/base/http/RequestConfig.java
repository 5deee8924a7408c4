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

    /// The largest body of an upload, all files together, in bytes. A larger one is answered 413.
    @WithDefault("512M")
    MemorySize uploadLimit();

    /// The longest time in which the body of a request that is not an upload arrives; 408 after it.
    @WithDefault("30s")
    Duration bodyTime();

    /// The longest time in which the body of an upload arrives; 408 after it.
    @WithDefault("15m")
    Duration uploadTime();
}
