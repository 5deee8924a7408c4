package almanac.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Whether this start is for having a look.
@ConfigMapping(prefix = "almanac")
interface DemoConfig {
    /// Makes demo accounts with random tokens and some events, and keeps them in a data directory of
    /// their own.
    @WithDefault("false")
    boolean demo();
}
