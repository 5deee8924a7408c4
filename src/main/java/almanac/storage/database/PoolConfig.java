package almanac.storage.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long the database may keep the service waiting, and work the database.
@ConfigMapping(prefix = "almanac.database")
interface PoolConfig {
    /// How long the database may be silent, to everybody, before work that waits for it is given up.
    @WithDefault("1600ms")
    Duration silentFor();

    /// How long a call waits at most for a database that answers others: a little longer than the longest
    /// statement that a call may run.
    @WithDefault("12s")
    Duration callLimit();

    /// How long work may wait for its turn: so much shorter than the time limit that what is begun can
    /// still end in time.
    @WithDefault("900ms")
    Duration patience();

    /// How long work that takes its time may wait for its turn, such as the removal of a calendar.
    @WithDefault("10s")
    Duration longPatience();

    /// How long the database may take to accept a connection.
    @WithDefault("2s")
    Duration connectTimeout();

    /// After how long without a byte from the database a connection is given up: longer than the
    /// longest statement may run, and than a connection may lie idle in the pool.
    @WithDefault("75s")
    Duration silence();
}
