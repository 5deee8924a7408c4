package almanac.base.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/// A response that is sent in pieces, as fast as its client reads them.
public final class PacedResponse {
    private PacedResponse() {}

    /// Writes a piece. Completes when the next one may be written, and fails if the client is gone.
    ///
    /// @param patience how long the client may take no bytes
    public static Uni<Void> write(HttpServerResponse response, Buffer piece, Duration patience) {
        if (response.closed()) {
            return Uni.createFrom().failure(new ReaderGoneException());
        }
        var written = response.write(piece);
        return response.writeQueueFull()
                ? Uni.createFrom()
                        .completionStage(written::toCompletionStage)
                        .onFailure()
                        .transform(gone -> new ReaderGoneException())
                        .ifNoItem()
                        .after(patience)
                        .failWith(ReaderGoneException::new)
                : Uni.createFrom().voidItem();
    }

    /// Closes the connection after a failure, so that the client does not take a part for the whole. A client
    /// that has closed it or takes no bytes is logged at DEBUG only.
    ///
    /// @param log of the class that sends
    /// @param message what was cut off
    public static @Nullable Void cut(HttpServerRequest request, Throwable failure, Logger log, String message) {
        var isGone =
                failure instanceof ReaderGoneException || request.response().closed();
        log.log(isGone ? Level.DEBUG : Level.WARN, message, failure);
        Connections.cut(request);
        return null;
    }

    /// The client does not read the response.
    private static final class ReaderGoneException extends RuntimeException {
        ReaderGoneException() {
            super(null, null, false, false);
        }
    }
}
