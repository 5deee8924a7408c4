package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Refuses bodies that are too large before a byte of them is kept: 413 with the documented body.
///
/// Uploads go to disk as they come and may be large; everything else is read into memory and stays
/// small. A body that comes in chunks does not say how long it is: the [BodyMeter] counts it.
@Singleton
class BodyLimit {
    /// Above the checks of the routes, so that nothing is read before.
    private static final int PRIORITY = 900;

    private final DirectAnswers answers;
    private final RequestConfig config;

    BodyLimit(DirectAnswers answers, RequestConfig config) {
        this.answers = answers;
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        var limit = limit(request);
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > limit) {
            if (request.version() != HttpVersion.HTTP_2) {
                // HTTP/2 ends the stream alone, and takes an answer with this header for a broken one.
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            answers.write(context.response(), Problem.TOO_LARGE);
            return;
        }
        context.next();
    }

    private long limit(HttpServerRequest request) {
        return isUpload(request)
                ? config.uploadLimit().asLongValue()
                : config.bodyLimit().asLongValue();
    }

    /// Whether a request brings files.
    static boolean isUpload(HttpServerRequest request) {
        var contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
