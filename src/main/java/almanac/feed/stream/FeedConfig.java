package almanac.feed.stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How streams are kept alive, bounded and ended.
@ConfigMapping(prefix = "almanac.feed")
public interface FeedConfig {
    /// How often an idle stream gets a comment line, by which a gone reader is noticed.
    @WithDefault("15s")
    Duration heartbeat();

    /// How long a client is asked to wait before it connects again; varied by a quarter, so that many
    /// do not come at once.
    @WithDefault("2s")
    Duration retry();

    /// The longest life of a stream; each lives 80 to 100 % of it.
    @WithDefault("1h")
    Duration maxAge();

    /// How many messages may wait for a slow reader before its stream is ended.
    @WithDefault("1024")
    int queue();

    /// How many bytes may wait for a slow reader before its stream is ended; a single message may have more.
    @WithDefault("4M")
    MemorySize queueSize();

    /// How long a reader may take nothing while its stream begins, before it is cut off. A message of more
    /// than 64 KiB has as much time again for each further 64 KiB.
    @WithDefault("2s")
    Duration stall();

    /// How much memory this node has for what streams are sent when they begin and their readers have not
    /// taken yet. What does not fit is sent while it is read.
    @WithDefault("32M")
    MemorySize spool();

    /// How many streams a user may have open at once.
    @WithDefault("20")
    int streamsPerUser();

    /// How often it is checked that the tokens of open streams still exist.
    @WithDefault("10s")
    Duration rightsCheck();

    /// Over how long the streams are ended when the service stops.
    @WithDefault("2s")
    Duration drain();

    /// How long a feed token lives where the client asks for nothing else.
    @WithDefault("12h")
    Duration tokenAge();
}
