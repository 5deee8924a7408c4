package almanac.mirror.link;

import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which services may be asked: an address that an administrator types must not make this service knock
/// at doors inside its network.
@Singleton
public class Addresses {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int LAST_PORT = 65_535;

    private final Set<String> allowed;

    Addresses(UpstreamConfig config) {
        this.allowed = config.allowedHosts().stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What is wrong with an address; empty where it may be asked.
    public Optional<String> refusal(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException malformed) {
            return Optional.of("must be an address such as https://cliq.zoho.com");
        }
        var host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        var scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !Set.of("https", "http").contains(scheme)) {
            return Optional.of("must be an address such as https://cliq.zoho.com");
        }
        if (address.getPort() == 0 || address.getPort() > LAST_PORT) {
            return Optional.of("must have a port of 1 to 65535, or none");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            return Optional.of("must not hold a user, a query or a fragment");
        }
        if (scheme.equals("http") && !THIS_MACHINE.contains(host)) {
            return Optional.of("must be https: plain HTTP is for this machine alone");
        }
        if (!allowed.contains(host) && !allowed.contains(host + ":" + port(address, scheme))) {
            return Optional.of("is none of the hosts of almanac.upstream.allowed-hosts");
        }
        return Optional.empty();
    }

    /// The address without what does not matter: case, slashes at the end.
    static String normal(String address) {
        var normal = address.strip();
        while (normal.endsWith("/")) {
            normal = normal.substring(0, normal.length() - 1);
        }
        return normal;
    }

    private static int port(URI address, String scheme) {
        if (address.getPort() != -1) {
            return address.getPort();
        }
        return scheme.equals("https") ? 443 : 80;
    }
}
