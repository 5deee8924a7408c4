package almanac.base.clock;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The time of a node.
@ConfigMapping(prefix = "almanac.clock")
public interface ClockConfig {
    /// The source of the time. The preset is `database` with an external database: nodes of one database then
    /// agree on the time, whatever the clocks of their machines are.
    @WithDefault("machine")
    ClockSource source();

    /// How far the time of another node may be ahead. A stream that resumes from a cursor of a later time waits
    /// until then, for up to this long; a later cursor is answered with `reset`.
    @WithDefault("2s")
    Duration skewLimit();
}
