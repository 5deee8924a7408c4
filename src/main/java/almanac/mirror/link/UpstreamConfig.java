package almanac.mirror.link;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How remote accounts are reached, and how much is asked of them.
@ConfigMapping(prefix = "almanac.upstream")
public interface UpstreamConfig {
    /// What the secrets of links are encrypted with: 32 bytes in base64. Without it no account can be
    /// linked.
    Optional<String> encryptionKey();

    /// Keys that were in use before: what they have encrypted can still be read, and is encrypted anew
    /// at the next start.
    Optional<List<String>> formerEncryptionKeys();

    /// The hosts that may be asked, those of accounts servers included, as `host` or `host:port`. Plain
    /// HTTP is spoken with this machine alone.
    @WithDefault("cliq.zoho.com,accounts.zoho.com,cliq.zoho.eu,accounts.zoho.eu,cliq.zoho.in,accounts.zoho.in,"
            + "cliq.zoho.com.au,accounts.zoho.com.au,cliq.zoho.jp,accounts.zoho.jp,cliq.zoho.sa,accounts.zoho.sa,"
            + "cliq.zoho.com.cn,accounts.zoho.com.cn,cliq.zohocloud.ca,accounts.zohocloud.ca")
    List<String> allowedHosts();

    /// The longest answer of a remote service that is read, in bytes.
    @WithDefault("32M")
    MemorySize bodyLimit();

    /// How long a remote service may take to accept a connection.
    @WithDefault("3s")
    Duration connectTimeout();

    /// How long a whole call of a remote service may take; uploads have a minute.
    @WithDefault("10s")
    Duration callTimeout();

    /// What the remote service allows each of its users.
    Quota quota();

    /// How often is asked whether something has changed.
    Poll poll();

    /// Which events are mirrored.
    Window window();

    /// What the remote service allows each of its users.
    interface Quota {
        /// How many requests a remote service gets within the window, for each linked account and call.
        @WithDefault("20")
        int limit();

        /// The window of the limit, with a margin for what is on its way: the remote service counts when
        /// it arrives.
        @WithDefault("65s")
        Duration window();

        /// How long a call is not made after a refusal for its quota that does not say how long.
        @WithDefault("10m")
        Duration lock();

        /// How many of the limit are left to what callers do; the rest may be used for asking what has
        /// changed.
        @WithDefault("4")
        int reserve();
    }

    /// How often is asked whether something has changed.
    interface Poll {
        /// How often an account is asked for while it has a stream open.
        @WithDefault("6s")
        Duration watched();

        /// How often an account is asked for while it has no stream open.
        @WithDefault("5m")
        Duration idle();

        /// The longest pause after failures; the first is as long as `watched`, each further one twice
        /// as long.
        @WithDefault("5m")
        Duration longest();

        /// How often accounts are looked for whose turn it is.
        @WithDefault("500ms")
        Duration tick();

        /// After how long without success the calendars of a link are shown as behind.
        @WithDefault("1m")
        Duration behindAfter();

        /// How many accounts are asked for at once.
        @WithDefault("32")
        int concurrency();
    }

    /// Which events are mirrored: those that overlap the time around now.
    interface Window {
        /// How far back events are mirrored, from now.
        @WithDefault("31d")
        Duration behind();

        /// How far ahead events are mirrored, from now.
        @WithDefault("61d")
        Duration ahead();
    }
}
