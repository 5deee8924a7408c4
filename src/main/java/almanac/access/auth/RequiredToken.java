package almanac.access.auth;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// The kind of token that a resource method requires. Its filter notes the kind on the request before it
/// authenticates the caller.
enum RequiredToken {
    /// An access token.
    ACCESS,
    /// An access token, or a feed token in the query.
    ACCESS_OR_FEED,
    /// The administrator's token.
    ADMINISTRATOR;

    private static final String KEY = RequiredToken.class.getName();

    void writeOn(RoutingContext request) {
        request.put(KEY, this);
    }

    /// The kind of a request; null if its method requires no token.
    static @Nullable RequiredToken of(RoutingContext request) {
        return request.get(KEY);
    }
}
