package almanac.access.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/// Who may administer, and how tokens are remembered.
@ConfigMapping(prefix = "almanac")
public interface IdentityConfig {
    /// The administrator's token; without it one is made at the first start and shown once.
    @WithName("admin.token")
    Optional<String> adminToken();

    /// Makes the administrator's token anew, shows it and ends, without serving: what
    /// `deploy/almanac admin-token` sets.
    @WithName("admin.renew")
    @WithDefault("false")
    boolean renewAdminToken();

    /// How many tokens are remembered between requests.
    @WithName("token.cache-size")
    @WithDefault("100000")
    long tokenCacheSize();

    /// How long a token is remembered: so long it may outlive its revocation on another node.
    @WithName("token.cache-age")
    @WithDefault("10s")
    Duration tokenCacheAge();

    /// How many rejected tokens an address may send within the window before it is refused.
    @WithName("token.rejected-limit")
    @WithDefault("30")
    int rejectedLimit();

    /// The window in which rejected tokens are counted, and for how long an address is refused.
    @WithName("token.rejected-window")
    @WithDefault("1m")
    Duration rejectedWindow();

    /// How many addresses rejected tokens are counted for.
    @WithName("token.rejected-addresses")
    @WithDefault("10000")
    int rejectedAddresses();
}
