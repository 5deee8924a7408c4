package almanac.access.grant;

import almanac.access.auth.Scopes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lists of scopes as clients ask for them: separated by spaces (RFC 6749, section 3.3) or, as clients of Zoho do, by
/// commas.
public final class GrantedScopes {
    /// All scopes, in the order in which they are told.
    public static final List<String> KNOWN = List.of(
            Scopes.CALENDAR_EVENTS,
            Scopes.CALENDAR,
            Scopes.EVENT,
            Scopes.SEARCH,
            Scopes.FREE_BUSY,
            Scopes.FREE_BUSY_ALL);

    private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");
    private static final String READ = ".READ";
    private static final String ALL = ".ALL";

    private GrantedScopes() {}

    /// The scopes of a stored text.
    static List<String> stored(String text) {
        return List.of(text.split(" ", -1));
    }

    /// What remains of requested scopes: those that are known, and that the other side has. A scope for reading is
    /// had with that for all.
    ///
    /// @param requested a list as clients write it; null for all that the other side has
    /// @param had what the other side has
    /// @return in the order of [#KNOWN]; may be empty
    public static List<String> narrow(@Nullable String requested, List<String> had) {
        var asked = requested == null ? Set.copyOf(had) : Set.of(distinct(requested));
        return KNOWN.stream()
                .filter(asked::contains)
                .filter(scope -> isIn(scope, had))
                .toList();
    }

    /// What two sides both have.
    public static List<String> both(List<String> one, List<String> other) {
        return narrow(String.join(" ", one), other);
    }

    private static String[] distinct(String requested) {
        return SEPARATOR.splitAsStream(requested).distinct().toArray(String[]::new);
    }

    private static boolean isIn(String scope, List<String> had) {
        return had.contains(scope)
                || (scope.endsWith(READ) && had.contains(scope.substring(0, scope.length() - READ.length()) + ALL));
    }
}
