package almanac.storage.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Time limits of the work on the database.
@ConfigMapping(prefix = "almanac.database")
interface PoolConfig {
    /// How long the database may answer nothing before running work fails.
    @WithDefault("1600ms")
    Duration silentFor();

    /// The longest time of a call while the database answers other calls. It is a little longer than the
    /// statement timeout of a call.
    @WithDefault("12s")
    Duration callLimit();

    /// The longest time in the queue for work that a caller waits for. It is shorter than the time limit of
    /// the work, so that work that is started can end in time.
    @WithDefault("900ms")
    Duration patience();

    /// The longest time in the queue for long work, such as the removal of a calendar.
    @WithDefault("10s")
    Duration longPatience();

    /// The timeout for opening a connection.
    @WithDefault("2s")
    Duration connectTimeout();

    /// A connection is closed after this time without a byte from the database. It is longer than the longest
    /// statement timeout, and than the idle timeout of the pool.
    @WithDefault("75s")
    Duration silence();
}
