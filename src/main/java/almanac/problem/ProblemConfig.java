package almanac.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How large a request may be.
@ConfigMapping(prefix = "almanac.request")
interface ProblemConfig {
    /// The largest body of a request that is no upload, in bytes; larger ones are answered 413.
    @WithDefault("1M")
    MemorySize bodyLimit();

    /// The largest body of an upload, all its files together, in bytes; larger ones are answered 413.
    @WithDefault("512M")
    MemorySize uploadLimit();
}
