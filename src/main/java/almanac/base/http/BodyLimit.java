package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/// Refuses bodies that are too large before a byte of them is kept: 413 with the documented body.
///
/// Uploads go to disk as they come and may be large; everything else is read into memory and stays
/// small. A body that comes in chunks does not say how long it is: the [BodyMeter] counts it.
@Singleton
class BodyLimit implements RequestCheck {
    private static final String FORM = "multipart/";

    private final DirectAnswers answers;
    private final long bodyLimit;
    private final long uploadLimit;

    BodyLimit(DirectAnswers answers, RequestConfig config) {
        this.answers = answers;
        bodyLimit = config.bodyLimit().asLongValue();
        uploadLimit = config.uploadLimit().asLongValue();
    }

    @Override
    public Place place() {
        return Place.BODY;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > limit(request)) {
            if (request.version() != HttpVersion.HTTP_2) {
                // HTTP/2 ends the stream alone, and takes an answer with this header for a broken one.
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            answers.write(context.response(), Problem.TOO_LARGE);
            return false;
        }
        return true;
    }

    private long limit(HttpServerRequest request) {
        return isUpload(request) ? uploadLimit : bodyLimit;
    }

    /// Whether a request brings files.
    static boolean isUpload(HttpServerRequest request) {
        var contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }
}
