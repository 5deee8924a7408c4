package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Locale;

/// Refuses request targets that are no URI, such as `/%zz`: 400 with the documented body.
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
        var target = context.request().uri();
        if (isPlain(target)) {
            return true;
        }
        try {
            new URI(target);
        } catch (URISyntaxException malformed) {
            answers.write(context.response(), Problem.BAD_REQUEST);
            return false;
        }
        return true;
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
