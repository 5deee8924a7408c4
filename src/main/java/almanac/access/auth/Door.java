package almanac.access.auth;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// What a resource method asks of whoever calls it. Its filter writes it on the request before it asks who
/// calls.
enum Door {
    /// An access token.
    ACCOUNT,
    /// An access token, or a feed token in the query.
    FEED,
    /// The administrator's token.
    ADMINISTRATOR;

    private static final String KEY = Door.class.getName();

    void writeOn(RoutingContext request) {
        request.put(KEY, this);
    }

    /// The door of a request; null where its method asks nothing.
    static @Nullable Door of(RoutingContext request) {
        return request.get(KEY);
    }
}
