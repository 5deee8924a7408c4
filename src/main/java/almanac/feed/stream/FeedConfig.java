package almanac.feed.stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How streams are kept alive, bounded and ended.
@ConfigMapping(prefix = "almanac.feed")
public interface FeedConfig {
    /// Interval of comment lines on an idle stream. They reveal a closed connection.
    @WithDefault("15s")
    Duration heartbeat();

    /// How long a client is asked to wait before it reconnects. Varied by 25 % for each stream, so that
    /// clients do not reconnect at the same time.
    @WithDefault("2s")
    Duration retry();

    /// Maximum age of a stream. Each stream ends at a random 80 to 100 % of it.
    @WithDefault("1h")
    Duration maxAge();

    /// Maximum number of messages that wait for a slow reader; above it the stream is ended.
    @WithDefault("1024")
    int queue();

    /// Maximum size of the messages that wait for a slow reader; above it the stream is ended. A single
    /// message may exceed it.
    @WithDefault("4M")
    MemorySize queueSize();

    /// How long a reader may take no bytes while its snapshot or replay is sent; after it the connection is
    /// closed. A message of more than 64 KiB gets the same time again for each further 64 KiB.
    @WithDefault("2s")
    Duration stall();

    /// Memory of this node for snapshots and replays that readers have not taken yet. What does not fit is
    /// sent while it is read.
    @WithDefault("32M")
    MemorySize spool();

    /// Maximum number of open streams per user.
    @WithDefault("20")
    int streamsPerUser();

    /// Interval of the check whether the tokens of open streams still exist.
    @WithDefault("10s")
    Duration rightsCheck();

    /// Period over which the open streams are ended when the service stops.
    @WithDefault("2s")
    Duration drain();

    /// Lifetime of a feed token if the client does not ask for another.
    @WithDefault("12h")
    Duration tokenAge();

    /// How long before the start of an event a live view with `clock=true` sends `starting`.
    @WithDefault("5m")
    Duration startingLead();
}
