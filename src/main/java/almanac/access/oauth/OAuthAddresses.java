package almanac.access.oauth;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;

/// The address of this service, as clients know it.
@Singleton
public class OAuthAddresses {
    private final OAuthConfig config;

    OAuthAddresses(OAuthConfig config) {
        config.url().ifPresent(url -> {
            var isPlain = url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (!isPlain || !(url.getPath().isEmpty() || url.getPath().equals("/"))) {
                throw new IllegalArgumentException(
                        "almanac.oauth.url must be a scheme and a host, such as https://calendar.example.com");
            }
        });
        this.config = config;
    }

    /// The address without a slash at its end: the issuer.
    public String base(UriInfo uri) {
        var base = config.url().orElseGet(uri::getBaseUri).toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
