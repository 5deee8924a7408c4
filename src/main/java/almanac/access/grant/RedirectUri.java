package almanac.access.grant;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The addresses to which a client wants people to be led back.
public final class RedirectUri {
    private static final int LONGEST = 500;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+|\\[[0-9a-f:.]+]");

    /// A scheme that an app has registered for itself is a reversed domain name (RFC 8252, section 7.1).
    private static final Pattern OF_AN_APP = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");

    private RedirectUri() {}

    /// What is wrong with an address that is to be registered; empty for nothing.
    public static Optional<String> complaint(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("must have at most " + LONGEST + " characters");
        }
        try {
            return complaint(new URI(text), text);
        } catch (URISyntaxException noUri) {
            return Optional.of("must be a URI");
        }
    }

    private static Optional<String> complaint(URI uri, String text) {
        var scheme = String.valueOf(uri.getScheme());
        // Empty for an authority that is no host and port: a browser may read it in another way.
        var host = uri.getHost() == null ? "" : uri.getHost();
        if (!text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f) || !scheme.equals(lower(scheme))) {
            return Optional.of("must be a URI in ASCII, with a scheme in lower case");
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            return Optional.of("must have neither a fragment nor user information");
        }
        if (OF_AN_APP.matcher(scheme).matches()) {
            return Optional.empty();
        }
        var isWeb = scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host));
        return isWeb && HOST.matcher(host).matches()
                ? Optional.empty()
                : Optional.of(
                        "must be https with a host in lower case, http of this machine, or of the scheme of an app");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// The host, as people are told it; the scheme of an app.
    ///
    /// @param registered a registered address
    public static String host(String registered) {
        var uri = URI.create(registered);
        return isWeb(uri) ? uri.getAuthority() : uri.getScheme() + ":";
    }

    /// The source of a Content-Security-Policy that covers a registered address.
    public static String source(String registered) {
        var uri = URI.create(registered);
        // A policy cannot name an IPv6 address.
        return isWeb(uri) && !uri.getAuthority().startsWith("[")
                ? uri.getScheme() + "://" + uri.getAuthority()
                : uri.getScheme() + ":";
    }

    private static boolean isWeb(URI uri) {
        return uri.getScheme().equals("https") || uri.getScheme().equals("http");
    }

    /// A registered address with more parameters in its query.
    public static URI with(String registered, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(registered + (registered.contains("?") ? "&" : "?") + query);
    }
}
