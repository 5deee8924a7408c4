package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses header fields that every call depends on and that are not as HTTP has them: `Host` (RFC 9112,
/// 3.2), `Content-Type` and `Content-Encoding` (RFC 9110, 8.3 and 8.4).
///
/// What is behind it reads them as if they were right, and fails in ways of its own where they are not.
@Singleton
class HeaderCheck implements RequestCheck {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /// A type that a body can have: `*` stands for several, and belongs into `Accept`.
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("(?!\\*/)" + TOKEN + "/(?!\\*[ \\t]*(;|$))" + TOKEN + "[ \\t]*(;[ \\t\\x21-\\x7e]*)?");

    private static final String KEY = "Idempotency-Key";
    private static final List<String> SINGLE = List.of("Authorization", KEY, "Last-Event-ID", "If-Range");
    private static final String USUAL = "application/json";
    private static final Set<String> ENCODINGS = Set.of("identity", "gzip", "x-gzip");

    private final DirectAnswers answers;

    HeaderCheck(DirectAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Place place() {
        return Place.FIELDS;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        if (!hasHost(request)) {
            refuse(context, Problem.BAD_REQUEST, "Host", "is given once, and is a host");
        } else if (repeated(request).isPresent()) {
            refuse(context, Problem.BAD_REQUEST, repeated(request).get(), "is given once");
        } else if (isBlank(request.getHeader(KEY))) {
            // What reads fields of a call takes an empty one for none.
            refuse(context, Problem.BAD_REQUEST, KEY, "must have 1 to 255 printable characters");
        } else if (!hasReadableType(request)) {
            refuse(context, Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "is given once, as type/subtype");
        } else if (!hasKnownEncoding(request)) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            refuse(context, Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding", "is gzip or identity");
        } else {
            return true;
        }
        return false;
    }

    /// Whether the request says once what it is for. HTTP/1.0 need not say it; what is behind this needs a
    /// host to make a URI of, and gets the address that the request came to.
    private static boolean hasHost(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return true;
        }
        var hosts = request.headers().getAll(HttpHeaders.HOST);
        var isOld = request.version() == HttpVersion.HTTP_1_0;
        if ((hosts.isEmpty() && isOld) || hosts.equals(List.of(""))) {
            request.headers().set(HttpHeaders.HOST, address(request));
            return true;
        }
        return hosts.size() == 1 && request.authority() != null;
    }

    private static String address(HttpServerRequest request) {
        var local = request.localAddress();
        return local == null || local.port() < 0 ? "localhost" : "localhost:" + local.port();
    }

    private static boolean isBlank(@Nullable String value) {
        return value != null && value.isBlank();
    }

    /// A field that holds one value and was sent several times: which of them another program on the way has
    /// acted on cannot be known (RFC 9110, 5.3).
    private static Optional<String> repeated(HttpServerRequest request) {
        return SINGLE.stream()
                .filter(name -> request.headers().getAll(name).size() > 1)
                .findFirst();
    }

    /// Whether the type of the body can be read. Where there is no body, it says nothing, and goes.
    private static boolean hasReadableType(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.CONTENT_TYPE)) {
            return true;
        }
        var types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.size() == 1 && isMediaType(types.getFirst())) {
            return true;
        }
        if (!ArrivalLimit.hasBody(request)) {
            request.headers().remove(HttpHeaders.CONTENT_TYPE);
            return true;
        }
        return false;
    }

    private static boolean isMediaType(String type) {
        return type.equals(USUAL) || MEDIA_TYPE.matcher(type).matches();
    }

    /// Forms are read as they come, without a step that could inflate them.
    private static boolean hasKnownEncoding(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.CONTENT_ENCODING) || !ArrivalLimit.hasBody(request)) {
            return true;
        }
        var encodings = request.headers().getAll(HttpHeaders.CONTENT_ENCODING);
        var encoding = encodings.getFirst().strip().toLowerCase(Locale.ROOT);
        return encodings.size() == 1
                && ENCODINGS.contains(encoding)
                && (encoding.equals("identity") || !BodyLimit.isUpload(request));
    }

    private void refuse(RoutingContext context, Problem problem, String field, String message) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answers.write(context.response(), problem, new FieldError(field, message));
    }
}
