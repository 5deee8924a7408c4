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

/// Refuses requests with invalid header fields that every call depends on: `Host` (RFC 9112, 3.2),
/// `Content-Type` and `Content-Encoding` (RFC 9110, 8.3 and 8.4).
///
/// Later code assumes that they are valid, and would fail with other answers.
@Singleton
class HeaderCheck implements RequestCheck {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /// A media type of a body. A range with `*` is allowed only in `Accept`.
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
        if (!hasKnownFraming(request)) {
            // Where the request ends is not known: what follows must not be read as another one.
            Connections.cut(request);
        } else if (!hasHost(request)) {
            refuse(context, Problem.BAD_REQUEST, "Host", "must be given once, as a host");
        } else if (repeated(request).isPresent()) {
            refuse(context, Problem.BAD_REQUEST, repeated(request).get(), "must be given once");
        } else if (isBlank(request.getHeader(KEY))) {
            // Later code treats an empty field as a missing one.
            refuse(context, Problem.BAD_REQUEST, KEY, "must have 1 to 255 printable characters");
        } else if (!hasReadableType(request)) {
            refuse(context, Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be given once, as type/subtype");
        } else if (!hasKnownEncoding(request)) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            refuse(context, Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding", "must be gzip or identity");
        } else {
            return true;
        }
        return false;
    }

    /// Whether the end of the request is certain (RFC 9112, 6.1 and 6.3). `chunked` is the only transfer coding that
    /// is supported.
    private static boolean hasKnownFraming(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return true;
        }
        var codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return request.version() == HttpVersion.HTTP_1_1
                && codings.size() == 1
                && codings.getFirst().strip().equalsIgnoreCase("chunked");
    }

    /// Whether the request has exactly one host. HTTP/1.0 requests may have none; they get the address on
    /// which they arrived, as later code builds a URI from the host.
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

    /// A field with a single value that was sent several times: a proxy may have used another of its values
    /// than this service would (RFC 9110, 5.3).
    private static Optional<String> repeated(HttpServerRequest request) {
        return SINGLE.stream()
                .filter(name -> request.headers().getAll(name).size() > 1)
                .findFirst();
    }

    /// Whether the media type of the body is valid. Without a body, an invalid field is removed.
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

    /// Uploads are streamed without decompression, so they must not be compressed.
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
