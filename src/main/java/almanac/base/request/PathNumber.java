package almanac.base.request;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import java.util.regex.Pattern;

/// A number that names something in a path.
public final class PathNumber {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private PathNumber() {}

    /// The number of a part of a path.
    ///
    /// @throws ProblemException 404 for a text that is none: nothing has that name
    public static long of(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw ProblemException.of(Problem.NOT_FOUND);
        }
        return Long.parseLong(text);
    }
}
