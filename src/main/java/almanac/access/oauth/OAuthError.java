package almanac.access.oauth;

import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;

/// The errors of RFC 6749, sections 4.1.2.1 and 5.2.
public enum OAuthError {
    INVALID_REQUEST,
    INVALID_CLIENT,
    INVALID_GRANT,
    UNAUTHORIZED_CLIENT,
    UNSUPPORTED_GRANT_TYPE,
    UNSUPPORTED_RESPONSE_TYPE,
    INVALID_SCOPE,
    ACCESS_DENIED;

    /// As clients are told it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of an answer with it.
    public Status status() {
        return this == INVALID_CLIENT ? Status.UNAUTHORIZED : Status.BAD_REQUEST;
    }
}
