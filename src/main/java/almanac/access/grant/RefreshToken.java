package almanac.access.grant;

import almanac.access.token.Secret;
import java.util.Optional;

/// A refresh token: a part that lasts as long as the grant, by which it is found, and for a public client a part that
/// changes with each use. A token with the right first and a wrong second part was used before.
///
/// @param lasting the first part
/// @param whole both parts, or the first one for a confidential client
public record RefreshToken(Secret lasting, Secret whole) {
    private static final String PREFIX = "alm_refresh_";
    private static final char BETWEEN = '.';

    /// A new token.
    ///
    /// @param rotates whether it changes with each use
    static RefreshToken random(boolean rotates) {
        var lasting = Secret.random(PREFIX);
        return rotates ? next(lasting) : new RefreshToken(lasting, lasting);
    }

    private static RefreshToken next(Secret lasting) {
        return new RefreshToken(lasting, Secret.random(lasting.text() + BETWEEN));
    }

    /// A token as a client sends it; empty for a text that is none.
    public static Optional<RefreshToken> read(String text) {
        var end = text.indexOf(BETWEEN);
        return text.startsWith(PREFIX)
                ? Optional.of(new RefreshToken(new Secret(end < 0 ? text : text.substring(0, end)), new Secret(text)))
                : Optional.empty();
    }

    /// The token after this one.
    RefreshToken next() {
        return next(lasting);
    }

    /// Whether it changes with each use.
    boolean rotates() {
        return !whole.equals(lasting);
    }
}
