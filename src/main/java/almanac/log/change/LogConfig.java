package almanac.log.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the log is followed and how long it is kept.
@ConfigMapping(prefix = "almanac.change")
public interface LogConfig {
    /// How long a lost wake-up can delay a change: the log is looked at so often even when nothing
    /// calls.
    @WithDefault("1s")
    Duration pollInterval();

    /// How long a change is kept, and so how long a client may be away and go on where it was.
    @WithDefault("720h")
    Duration keepFor();

    /// How many changes are removed in one step of pruning.
    @WithDefault("1000")
    int pruneStep();

    /// How many streams may be read for at once: so many that begin, and as many again that resume. Each holds
    /// a connection, and an account one of either kind; others wait.
    @WithDefault("3")
    int readers();

    /// How many may wait for that, of either kind, a quarter of them of one account; one more is refused with 503.
    @WithDefault("2000")
    int waitingReaders();

    /// The longest time of such a reading.
    @WithDefault("15s")
    Duration readLimit();
}
