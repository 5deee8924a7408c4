package almanac.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Whether the service starts as a demo.
@ConfigMapping(prefix = "almanac")
interface DemoConfig {
    /// Creates demo accounts with random tokens and some events, in a separate data directory.
    @WithDefault("false")
    boolean demo();
}
