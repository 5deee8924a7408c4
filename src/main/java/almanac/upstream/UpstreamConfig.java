package almanac.upstream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How accounts elsewhere are reached, and how much is asked of them.
@ConfigMapping(prefix = "almanac.upstream")
public interface UpstreamConfig {
    /// What the secrets of links are encrypted with: 32 bytes in base64. Without it no account can be
    /// linked.
    Optional<String> encryptionKey();

    /// Keys that were in use before: what they have encrypted can still be read, and is encrypted anew
    /// at the next start.
    Optional<List<String>> formerEncryptionKeys();

    /// The hosts that may be asked, as `host` or `host:port`. Plain HTTP is spoken with this machine
    /// alone.
    @WithDefault("cliq.zoho.com,accounts.zoho.com,cliq.zoho.eu,accounts.zoho.eu,cliq.zoho.in,accounts.zoho.in,"
            + "cliq.zoho.com.au,accounts.zoho.com.au,cliq.zoho.jp,accounts.zoho.jp,cliq.zoho.sa,accounts.zoho.sa,"
            + "cliq.zoho.com.cn,accounts.zoho.com.cn,cliq.zohocloud.ca,accounts.zohocloud.ca")
    List<String> allowedHosts();

    /// The longest answer that is read, in bytes.
    @WithDefault("32M")
    MemorySize bodyLimit();

    /// How long the other side may take to accept a connection.
    @WithDefault("3s")
    Duration connectTimeout();

    /// How long a whole call may take.
    @WithDefault("10s")
    Duration callTimeout();

    /// What the other side allows each of its users.
    Quota quota();

    /// How often is asked whether something has changed.
    Poll poll();

    /// Which events are mirrored.
    Window window();

    /// What the other side allows each of its users.
    interface Quota {
        /// How many requests within the window, for each call.
        @WithDefault("20")
        int limit();

        /// The window, with a margin for what is on its way: the other side counts when it arrives.
        @WithDefault("65s")
        Duration window();

        /// How long is kept still after a refusal that does not say how long.
        @WithDefault("10m")
        Duration lock();

        /// How many of the limit are left to what people do; the rest may be used for asking.
        @WithDefault("4")
        int reserve();
    }

    /// How often is asked whether something has changed.
    interface Poll {
        /// While somebody watches a feed of the account.
        @WithDefault("6s")
        Duration watched();

        /// While nobody does.
        @WithDefault("5m")
        Duration idle();

        /// The longest pause after failures; it begins at the interval of the watched and doubles.
        @WithDefault("5m")
        Duration longest();

        /// How often is looked for accounts whose turn it is.
        @WithDefault("1s")
        Duration tick();

        /// After how long without an answer calendars are shown as behind.
        @WithDefault("1m")
        Duration behindAfter();

        /// How many accounts are asked for at once.
        @WithDefault("32")
        int concurrency();
    }

    /// Which events are mirrored: those that overlap the time around now.
    interface Window {
        /// So far back.
        @WithDefault("31d")
        Duration behind();

        /// So far ahead.
        @WithDefault("62d")
        Duration ahead();
    }
}
