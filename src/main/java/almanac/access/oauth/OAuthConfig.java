package almanac.access.oauth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/// The settings of OAuth.
@ConfigMapping(prefix = "almanac.oauth")
public interface OAuthConfig {
    /// The address under which clients reach this service, without a path: the issuer, and `api_domain` in answers.
    /// Without it, the address that a request was sent to.
    Optional<URI> url();

    /// How many requests of the page on which people approve an address may make in a minute, on each node.
    @WithDefault("60")
    int pagesPerAddress();
}
