package almanac.base.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/// Sends a [PacedBody] while it arrives: its source is asked for more bytes when the client has taken the last ones. A
/// failure closes the connection, so that the client does not take a part for the whole.
@Provider
class PacedBodyWriter implements ServerMessageBodyWriter<PacedBody> {
    private static final Logger LOG = Logger.getLogger(PacedBodyWriter.class);

    /// How many pieces of some kilobytes are requested in advance.
    private static final int AHEAD = 8;

    /// How long a client may take no bytes before its connection is closed. The source waits for it.
    private static final Duration STALLED = Duration.ofSeconds(30);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType media) {
        return type == PacedBody.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == PacedBody.class;
    }

    @Override
    public void writeTo(
            PacedBody body,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("it is sent without a stream");
    }

    @Override
    public void writeResponse(PacedBody body, Type generic, ServerRequestContext context) {
        var suspended = (ResteasyReactiveRequestContext) context;
        var request = suspended.unwrap(RoutingContext.class).request();
        suspended.suspend();
        // Vert.x wants to know the length before the first byte, and the headers of the answer are added with it.
        body.length()
                .ifPresentOrElse(
                        length -> request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)),
                        () -> request.response().setChunked(true));
        send(body, request).subscribe().with(sent -> suspended.resume(), suspended::resume);
    }

    private static Uni<Void> send(PacedBody body, HttpServerRequest request) {
        var response = request.response();
        var bytes =
                request.method().equals(HttpMethod.HEAD) ? Multi.createFrom().<Buffer>empty() : body.bytes();
        return bytes.emitOn(onContext(Vertx.currentContext()), AHEAD)
                .onItem()
                .transformToUniAndConcatenate(piece -> PacedResponse.write(response, piece, STALLED))
                .collect()
                .last()
                .chain(() ->
                        Uni.createFrom().completionStage(() -> response.end().toCompletionStage()))
                .onFailure()
                .recoverWithItem(
                        failure -> PacedResponse.cut(request, failure, LOG, "An answer was cut off while it was sent"));
    }

    private static Executor onContext(@Nullable Context context) {
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }
}
