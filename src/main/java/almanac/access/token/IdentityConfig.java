package almanac.access.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/// The administrator's token, and the caching and limits of tokens.
@ConfigMapping(prefix = "almanac")
public interface IdentityConfig {
    /// The administrator's token. Without it the first start makes a random one and prints it once.
    @WithName("admin.token")
    Optional<String> adminToken();

    /// Replaces the administrator's token by a new random one, prints it and exits without serving.
    /// `deploy/almanac admin-token` sets it.
    @WithName("admin.renew")
    @WithDefault("false")
    boolean renewAdminToken();

    /// How many tokens are cached.
    @WithName("token.cache-size")
    @WithDefault("100000")
    long tokenCacheSize();

    /// How long a token is cached. A token that is revoked on another node is refused within 100 ms, or after
    /// this time if the message of the other node is lost.
    @WithName("token.cache-age")
    @WithDefault("10s")
    Duration tokenCacheAge();

    /// How many rejected tokens an address may send within the window before it is refused.
    @WithName("token.rejected-limit")
    @WithDefault("30")
    int rejectedLimit();

    /// The window in which rejected tokens are counted, and the time for which an address is refused.
    @WithName("token.rejected-window")
    @WithDefault("1m")
    Duration rejectedWindow();

    /// For how many addresses rejected tokens are counted.
    @WithName("token.rejected-addresses")
    @WithDefault("10000")
    int rejectedAddresses();
}
