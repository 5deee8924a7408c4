package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Refuses bodies whose `Content-Length` exceeds the limit, before they are read: 413 with the documented
/// body.
///
/// Uploads are streamed to disk and may be large. Other bodies are read into memory. [BodyMeter] counts
/// bodies without a length.
@Singleton
class BodyLimit implements RequestCheck {
    private static final String FORM = "multipart/";
    private static final String CALENDAR = "text/calendar";

    private final DirectAnswers answers;
    private final long bodyLimit;
    private final long calendarLimit;
    private final long uploadLimit;

    BodyLimit(DirectAnswers answers, RequestConfig config) {
        this.answers = answers;
        bodyLimit = config.bodyLimit().asLongValue();
        calendarLimit = config.calendarLimit().asLongValue();
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
                // Not for HTTP/2: it resets only the stream, and an answer with this header is malformed
                // there.
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            answers.write(context.response(), Problem.TOO_LARGE);
            return false;
        }
        return true;
    }

    private long limit(HttpServerRequest request) {
        if (isUpload(request)) {
            return uploadLimit;
        }
        return isCalendar(request.getHeader(HttpHeaders.CONTENT_TYPE)) ? calendarLimit : bodyLimit;
    }

    /// Whether a content type is that of iCalendar.
    static boolean isCalendar(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, CALENDAR, 0, CALENDAR.length());
    }

    /// Whether a request contains files.
    static boolean isUpload(HttpServerRequest request) {
        var contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }
}
