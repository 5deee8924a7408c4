package almanac.base.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/// Closes connections.
public final class Connections {
    private Connections() {}

    /// Closes the connection of a request at once and drops what waits to be sent; for HTTP/2, resets its
    /// stream.
    ///
    /// Vert.x closes a connection after everything was sent, which never happens for a client that reads
    /// nothing. So this closes the channel past Vert.x's own handler.
    public static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection && request.version() != HttpVersion.HTTP_2) {
            var _ = connection.channelHandlerContext().close();
        } else {
            var _ = request.response().reset();
        }
    }
}
