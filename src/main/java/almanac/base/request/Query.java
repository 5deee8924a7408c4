package almanac.base.request;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses the query of a request strictly. Unknown, repeated and malformed parameters are collected, and
/// refused together.
public final class Query {
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,18}");

    private final Map<String, List<String>> values;
    private final List<FieldError> errors = new ArrayList<>();

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /// The query of a request.
    ///
    /// @param known the parameters of the call; any other is a 400 with the code `extra_param_found`
    public static Query of(UriInfo uri, Set<String> known) {
        return of(uri.getQueryParameters(), known);
    }

    /// The query of parameters that were already taken from a request.
    public static Query of(Map<String, List<String>> values, Set<String> known) {
        var extra = values.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(printable(name), "is not known here"))
                .toList();
        if (!extra.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, "extra_param_found", extra);
        }
        return new Query(values);
    }

    /// A text of at most `max` characters; null if it was not sent.
    public @Nullable String text(String name, int max) {
        var value = single(name);
        if (value != null && (!Texts.isStorable(value) || value.codePointCount(0, value.length()) > max)) {
            refuse(name, "must have at most " + max + " characters, and neither NUL nor lone surrogates");
        }
        return value;
    }

    /// The values of a parameter that may repeat, each of at most `max` characters.
    public List<String> texts(String name, int max) {
        var sent = values.getOrDefault(name, List.of());
        if (sent.stream().anyMatch(value -> !Texts.isStorable(value) || value.length() > max)) {
            refuse(name, "must have at most " + max + " characters, and neither NUL nor lone surrogates");
        }
        return sent;
    }

    /// A text that is required and not empty.
    public String required(String name, int max) {
        var value = text(name, max);
        if (value == null || value.isEmpty()) {
            refuse(name, "is required");
            return "";
        }
        return value;
    }

    /// `true` or `false`, in any case; false if it was not sent.
    public boolean flag(String name) {
        return flag(name, false);
    }

    /// `true` or `false`, in any case.
    ///
    /// @param absent the value if it was not sent
    public boolean flag(String name, boolean absent) {
        var value = single(name);
        if (value == null) {
            return absent;
        }
        if (value.equalsIgnoreCase("false")) {
            return false;
        }
        if (!value.equalsIgnoreCase("true")) {
            refuse(name, "must be true or false");
        }
        return true;
    }

    /// A time in epoch milliseconds.
    public OptionalLong millis(String name) {
        return whole(name, Millis.FIRST, Millis.LAST, "must be epoch milliseconds within the years 1 to 9999");
    }

    /// A whole number from `min` to `max`, both included.
    public OptionalLong whole(String name, long min, long max) {
        return whole(name, min, max, "must be a whole number from " + min + " to " + max);
    }

    private OptionalLong whole(String name, long min, long max, String otherwise) {
        var value = single(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (DIGITS.matcher(value).matches()) {
            var number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return OptionalLong.of(number);
            }
        }
        refuse(name, otherwise);
        return OptionalLong.empty();
    }

    /// Adds an error for a parameter.
    @CanIgnoreReturnValue
    public Query refuse(String name, String message) {
        errors.add(new FieldError(name, message));
        return this;
    }

    /// Refuses the query if it has errors.
    ///
    /// @throws ProblemException 400, with all errors
    public void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
    }

    private @Nullable String single(String name) {
        var sent = values.get(name);
        if (sent == null || sent.isEmpty()) {
            return null;
        }
        if (sent.size() > 1) {
            refuse(name, "may be given once");
        }
        return sent.getFirst();
    }

    private static String printable(String name) {
        return name.length() > 100 ? name.substring(0, 100) : name;
    }
}
