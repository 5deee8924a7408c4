package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.lang.ref.WeakReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Limits the time in which the body of a request arrives. After it the request is answered 408 (RFC 9110,
/// 15.5.9), and its connection is closed.
///
/// Without the limit, a client that sends one byte at a time could hold a connection, and for a long body a
/// thread, for any time.
@Singleton
class ArrivalLimit implements RequestCheck {
    /// HTTP/2 methods that may have a body without `Content-Length` (RFC 9113, 8.1).
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final Vertx vertx;
    private final DirectAnswers answers;
    private final RequestConfig config;

    ArrivalLimit(Vertx vertx, DirectAnswers answers, RequestConfig config) {
        this.vertx = vertx;
        this.answers = answers;
        this.config = config;
    }

    @Override
    public Place place() {
        return Place.ARRIVAL;
    }

    @Override
    public boolean passes(RoutingContext context) {
        if (hasBody(context.request())) {
            // A weak reference: under thousands of refusals per second, their contexts are not kept until the
            // timers fire.
            var watched = new WeakReference<>(context);
            var timer = vertx.setTimer(limit(context.request()), _ -> check(watched.get()));
            context.addEndHandler(_ -> settle(context.request(), timer));
        }
        return true;
    }

    /// The body of a request that was refused may still be arriving, so its timer is kept.
    private void settle(HttpServerRequest request, long timer) {
        if (request.isEnded()) {
            vertx.cancelTimer(timer);
        }
    }

    /// Whether the request has a body, by its header. `isEnded` does not tell: a request that nothing reads
    /// does not end, even without a body.
    static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.equals("0");
        }
        return request.version() == HttpVersion.HTTP_2
                ? WITH_BODY.contains(request.method())
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private long limit(HttpServerRequest request) {
        var limit = BodyLimit.isUpload(request) ? config.uploadTime() : config.bodyTime();
        return limit.toMillis();
    }

    private void check(@Nullable RoutingContext context) {
        if (context == null) {
            return;
        }
        var request = context.request();
        if (request.isEnded() || context.response().closed()) {
            return;
        }
        var isAlone = request.version() != HttpVersion.HTTP_2;
        if (context.response().headWritten()) {
            hangUp(request, isAlone);
            return;
        }
        if (isAlone) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answers.write(context.response(), Problem.REQUEST_TIMEOUT);
        if (isAlone) {
            // The header alone does not close it: the rest of the body may still arrive.
            var _ = request.connection().close();
        }
    }

    /// @param isAlone whether the connection has no other running requests
    private static void hangUp(HttpServerRequest request, boolean isAlone) {
        if (isAlone) {
            var _ = request.connection().close();
        } else {
            request.response().reset();
        }
    }
}
