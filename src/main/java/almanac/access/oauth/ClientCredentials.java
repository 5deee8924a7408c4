package almanac.access.oauth;

import almanac.access.token.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a client shows of itself: its id and, if it has one, its secret, in the header `Authorization` or among the
/// parameters (RFC 6749, section 2.3.1).
sealed interface ClientCredentials {
    /// Shown in one way.
    record Shown(String id, @Nullable Secret secret) implements ClientCredentials {}

    /// Not shown, or not in a way that can be read.
    record Unreadable(Refusal refusal) implements ClientCredentials {}

    /// The credentials of a request.
    ///
    /// @param authorization the header; null for none
    static ClientCredentials read(@Nullable String authorization, Parameters parameters) {
        var id = parameters.get("client_id");
        var secret = parameters.get("client_secret");
        if (authorization == null) {
            return id == null
                    ? refused(OAuthError.INVALID_CLIENT, "client_id is missing")
                    : new Shown(id, secret == null ? null : new Secret(secret));
        }
        if (secret != null) {
            return refused(OAuthError.INVALID_REQUEST, "the client shows itself in two ways");
        }
        return basic(authorization) instanceof Shown shown && (id == null || id.equals(shown.id))
                ? shown
                : refused(OAuthError.INVALID_CLIENT, "the header Authorization must be Basic, for the same client");
    }

    private static ClientCredentials basic(String authorization) {
        var parts = authorization.strip().split(" +", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
            try {
                var pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                var end = pair.indexOf(':');
                if (end > 0) {
                    return new Shown(decoded(pair.substring(0, end)), new Secret(decoded(pair.substring(end + 1))));
                }
            } catch (IllegalArgumentException unreadable) {
                // Neither Base64 nor percent-encoded: answered as any other.
            }
        }
        return refused(OAuthError.INVALID_CLIENT, "the header Authorization cannot be read");
    }

    private static String decoded(String text) {
        var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL");
        }
        return decoded;
    }

    private static ClientCredentials refused(OAuthError error, String why) {
        return new Unreadable(new Refusal(error, why));
    }
}
