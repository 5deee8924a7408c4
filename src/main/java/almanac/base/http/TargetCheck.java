package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// Refuses request targets that are not a URI, such as `/%zz` or one with a byte above 127 that is not
/// percent-encoded (RFC 3986, 2), and queries that are not UTF-8. It also refuses other spellings of a path,
/// such as `//admin` or `/x/../admin`: they would pass a proxy that filters by the path.
///
/// Quarkus refuses invalid targets itself, before all routes and with an empty body, unless a system property
/// turns that off; [#takeOver] sets it.
@Singleton
public class TargetCheck implements RequestCheck {
    private static final String QUARKUS_LEAVES_IT = "vertx.disableURIValidation";

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String MARKS = "/?-._~&=@:,;+!$'()*";
    private static final boolean[] PLAIN = plain();
    private static final Pattern DOTS = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    private final DirectAnswers answers;

    TargetCheck(DirectAnswers answers) {
        this.answers = answers;
    }

    /// Turns off the check of Quarkus. Must be called before Quarkus starts.
    public static void takeOver() {
        System.setProperty(QUARKUS_LEAVES_IT, "true");
    }

    @Override
    public Place place() {
        return Place.TARGET;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        if (!isPlain(request.uri()) && !isUri(request.uri())) {
            answers.write(context.response(), Problem.BAD_REQUEST, fault(request.uri()));
        } else if (isSpeltOtherwise(String.valueOf(request.path()))) {
            answers.write(context.response(), Problem.NOT_FOUND);
        } else {
            return hasReadableQuery(context);
        }
        return false;
    }

    /// The server decodes the request line as Latin-1: a letter that a client sends as raw UTF-8 would be
    /// read as two other letters. [URI] accepts both.
    private static boolean isUri(String target) {
        try {
            new URI(target);
            return isAscii(target);
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < PLAIN.length);
    }

    /// Names the part of a target that is not a URI.
    private static FieldError fault(String target) {
        var path = target.substring(0, target.indexOf('?') < 0 ? target.length() : target.indexOf('?'));
        return new FieldError(
                isUri(path) ? "query" : "path",
                "has a character that must be percent-encoded, or a % without its digits");
    }

    /// Whether a path has empty segments, dot segments or parameters of a segment (RFC 3986, 3.3). The routes
    /// would remove them.
    private static boolean isSpeltOtherwise(String path) {
        return path.contains("//")
                || path.indexOf(';') >= 0
                || ((path.contains("/.") || path.contains("/%2"))
                        && DOTS.matcher(path).find());
    }

    /// Whether every program reads the same parameters: some programs end a parameter at `;`, others do not.
    private boolean hasReadableQuery(RoutingContext context) {
        var query = context.request().query();
        if (query == null) {
            return true;
        }
        if (query.indexOf(';') >= 0) {
            answers.write(
                    context.response(),
                    Problem.BAD_REQUEST,
                    new FieldError("query", "has ; that is not written as %3B"));
            return false;
        }
        if (query.indexOf('%') >= 0 && !isUtf8(query)) {
            answers.write(context.response(), Problem.BAD_REQUEST, new FieldError("query", "is not UTF-8"));
            return false;
        }
        return true;
    }

    private static boolean isUtf8(String query) {
        var bytes = URLDecoder.decode(query, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException otherwise) {
            return false;
        }
    }

    /// A fast check for nearly all targets: a path with only characters that need no encoding in a path or
    /// query.
    private static boolean isPlain(String target) {
        if (!target.startsWith("/") || target.startsWith("//")) {
            return false;
        }
        for (var place = 0; place < target.length(); place++) {
            var letter = target.charAt(place);
            if (letter == '%' && isHexadecimal(target, place + 1) && isHexadecimal(target, place + 2)) {
                place += 2;
            } else if (letter >= PLAIN.length || !PLAIN[letter]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(String target, int place) {
        return place < target.length() && HexFormat.isHexDigit(target.charAt(place));
    }

    private static boolean[] plain() {
        var plain = new boolean[128];
        (LETTERS + LETTERS.toUpperCase(Locale.ROOT) + DIGITS + MARKS).chars().forEach(letter -> plain[letter] = true);
        return plain;
    }
}
