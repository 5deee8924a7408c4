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

/// Gives a request so much time to arrive: 408 for one whose body is still on its way then (RFC 9110,
/// 15.5.9), and the end of its connection.
///
/// A body that comes a byte at a time would hold its connection, and the thread that waits for it where
/// it is long, for as long as somebody likes.
@Singleton
class ArrivalLimit implements RequestCheck {
    /// Those that may have a body without saying so (RFC 9113, 8.1).
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
            // Of thousands that are refused in a second nothing is kept until their limits are over.
            var watched = new WeakReference<>(context);
            var timer = vertx.setTimer(limit(context.request()), _ -> check(watched.get()));
            context.addEndHandler(_ -> settle(context.request(), timer));
        }
        return true;
    }

    /// What was refused at once may still be on its way.
    private void settle(HttpServerRequest request, long timer) {
        if (request.isEnded()) {
            vertx.cancelTimer(timer);
        }
    }

    /// Whether something is to come. That a request has not ended does not say so: where nobody reads it,
    /// one without a body does not end either.
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
    }

    /// @param isAlone whether the connection has no other requests under way
    private static void hangUp(HttpServerRequest request, boolean isAlone) {
        if (isAlone) {
            var _ = request.connection().close();
        } else {
            request.response().reset();
        }
    }
}
