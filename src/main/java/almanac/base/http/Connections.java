package almanac.base.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/// The connections that requests come in on.
public final class Connections {
    private Connections() {}

    /// Ends the connection of a request at once, with all that waits to be sent on it; of HTTP/2 the stream alone.
    ///
    /// Vert.x closes a connection when everything was sent, which for a reader that takes nothing is never; its
    /// handler in the pipeline does so, too, and is passed by here.
    public static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection && request.version() != HttpVersion.HTTP_2) {
            var _ = connection.channelHandlerContext().close();
        } else {
            var _ = request.response().reset();
        }
    }
}
