package almanac.base.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How large a request may be, and how long it may take to arrive.
@ConfigMapping(prefix = "almanac.request")
interface RequestConfig {
    /// The largest body of a request that is no upload, in bytes; larger ones are answered 413.
    @WithDefault("1M")
    MemorySize bodyLimit();

    /// The largest body of an upload, all its files together, in bytes; larger ones are answered 413.
    @WithDefault("512M")
    MemorySize uploadLimit();

    /// How long the body of a request that is no upload may take to arrive; 408 then.
    @WithDefault("30s")
    Duration bodyTime();

    /// How long the body of an upload may take to arrive; 408 then.
    @WithDefault("15m")
    Duration uploadTime();
}
