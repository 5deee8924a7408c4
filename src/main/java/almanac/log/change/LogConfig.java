package almanac.log.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the log is read, and how long it is kept.
@ConfigMapping(prefix = "almanac.change")
public interface LogConfig {
    /// The interval at which the log is read even without a wake-up. A lost wake-up, such as a message of
    /// another node while the connection to the database is broken, delays a change by this time at most.
    @WithDefault("1s")
    Duration pollInterval();

    /// The shortest interval between two messages of this node to others that the log has grown.
    @WithDefault("10ms")
    Duration announce();

    /// What becomes of the log after a failover. `rename` gives it a new id: a standby may lack the newest
    /// changes, so clients start again from full lists. `keep` is for synchronous standbys, which lack none.
    @WithDefault("rename")
    AfterFailover afterFailover();

    /// What becomes of the log after a failover.
    enum AfterFailover {
        /// It gets a new id.
        RENAME,
        /// It keeps its id.
        KEEP
    }

    /// How long a change is kept, and so how long a client may be disconnected and still resume.
    @WithDefault("720h")
    Duration keepFor();

    /// How many changes are removed in one step of pruning.
    @WithDefault("1000")
    int pruneStep();

    /// How many streams may read the database at once: this many that begin, and as many that resume. Each
    /// uses one connection. An account has all but one of either kind at most; others wait.
    @WithDefault("3")
    int readers();

    /// How many streams that begin, and as many that resume, may wait to read the database; a quarter of them
    /// may be of one account. Another one is refused with 503.
    @WithDefault("8000")
    int waitingReaders();

    /// How long a stream may read the database when it begins or resumes.
    @WithDefault("15s")
    Duration readLimit();
}
