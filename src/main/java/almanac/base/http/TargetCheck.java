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

/// Refuses request targets that are no URI, such as `/%zz`, or whose query is not UTF-8, and such as would
/// reach a call by another spelling of its path: what a proxy in front refuses by the path must not come
/// through as `//admin` or `/x/../admin`.
///
/// Quarkus refuses them too, in front of every route and with an empty body, unless a system property
/// tells it not to; [#takeOver] sets it.
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

    /// Makes this check the one that decides; to be called before Quarkus starts.
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
            answers.write(context.response(), Problem.BAD_REQUEST);
        } else if (isSpeltOtherwise(String.valueOf(request.path()))) {
            answers.write(context.response(), Problem.NOT_FOUND);
        } else {
            return hasReadableQuery(context);
        }
        return false;
    }

    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /// Whether a path has empty steps, steps of dots or parameters of a step (RFC 3986, 3.3), which the routes
    /// would read away.
    private static boolean isSpeltOtherwise(String path) {
        return path.contains("//")
                || path.indexOf(';') >= 0
                || DOTS.matcher(path).find();
    }

    /// Whether all can read the same out of a query: some programs end a parameter at `;`, and others do not.
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

    /// Whether a target is a URI at first sight, as nearly all are: a path, not an authority, of letters that
    /// stand for themselves in a path and in a query.
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
