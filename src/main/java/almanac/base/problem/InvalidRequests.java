package almanac.base.problem;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the documented error body to requests that the HTTP server refuses before routing: a request line or
/// header that is too long, or invalid framing, such as two different lengths.
///
/// Vert.x answers these with a bare status, by a handler of the connection. Quarkus creates the server and
/// has no setting for that handler. A tracer is called for each request before the handler is looked up, so
/// this tracer sets it.
@Singleton
class InvalidRequests implements VertxOptionsCustomizer {
    private final Provider<DirectAnswers> answers;

    /// A provider, as Vert.x is created before the answers can be.
    InvalidRequests(Provider<DirectAnswers> answers) {
        this.answers = answers;
    }

    @Override
    @SuppressWarnings("deprecation") // Its replacement is a builder that Quarkus does not expose.
    public void accept(VertxOptions options) {
        options.setTracingOptions(new TracingOptions().setFactory(_ -> new Tracer()));
    }

    private void answer(HttpServerRequest request) {
        var response = request.response();
        SecurityHeaders.add(request, response.headers());
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answers.get().write(response, problem(request.decoderResult().cause()));
        var _ = request.connection().close();
    }

    private static Problem problem(@Nullable Throwable failure) {
        return switch (failure) {
            case TooLongHttpLineException _ -> Problem.URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> Problem.HEADERS_TOO_LARGE;
            case null, default -> Problem.BAD_REQUEST;
        };
    }

    private final class Tracer implements VertxTracer<@Nullable Object, @Nullable Object> {
        @Override
        public <R> @Nullable Object receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tags) {
            if (request instanceof HttpServerRequest http
                    && http.connection() instanceof HttpServerConnection connection) {
                var _ = connection.invalidRequestHandler(InvalidRequests.this::answer);
            }
            return null;
        }
    }
}
