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

    /// How many may read the database at one moment of the log at once: those who open a stream, above
    /// all. Each holds a connection; the others wait.
    @WithDefault("6")
    int readers();

    /// How many may wait for that; whoever comes then is turned away.
    @WithDefault("2000")
    int waitingReaders();

    /// How long such a reading may take, with the time that a slow client needs to take it in.
    @WithDefault("15s")
    Duration readLimit();
}
