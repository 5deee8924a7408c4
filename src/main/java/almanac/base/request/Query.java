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

/// The query of a request, read strictly: what is unknown, doubled or malformed is collected and
/// refused at once.
public final class Query {
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,18}");

    private final Map<String, List<String>> values;
    private final List<FieldError> errors = new ArrayList<>();

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /// The query of a request.
    ///
    /// @param known every parameter that the call takes; any other is a 400 with the code
    ///     `extra_param_found`
    public static Query of(UriInfo uri, Set<String> known) {
        return of(uri.getQueryParameters(), known);
    }

    /// The same of parameters that were taken from a request already.
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

    /// A text of at most `max` characters; null where it was not sent.
    public @Nullable String text(String name, int max) {
        var value = single(name);
        if (value != null && (!Texts.isStorable(value) || value.codePointCount(0, value.length()) > max)) {
            refuse(name, "must have at most " + max + " characters, and neither NUL nor lone surrogates");
        }
        return value;
    }

    /// The texts of a parameter that may repeat, each of at most `max` characters.
    public List<String> texts(String name, int max) {
        var sent = values.getOrDefault(name, List.of());
        if (sent.stream().anyMatch(value -> !Texts.isStorable(value) || value.length() > max)) {
            refuse(name, "must have at most " + max + " characters, and neither NUL nor lone surrogates");
        }
        return sent;
    }

    /// A text that has to be there.
    public String required(String name, int max) {
        var value = text(name, max);
        if (value == null || value.isEmpty()) {
            refuse(name, "is required");
            return "";
        }
        return value;
    }

    /// `true` or `false`, in any case; false where it was not sent.
    public boolean flag(String name) {
        var value = single(name);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (!value.equalsIgnoreCase("true")) {
            refuse(name, "must be true or false");
        }
        return true;
    }

    /// A moment in epoch milliseconds.
    public OptionalLong millis(String name) {
        return whole(name, Millis.FIRST, Millis.LAST, "must be epoch milliseconds within the years 1 to 9999");
    }

    /// A whole number within bounds, both included.
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

    /// Notes that a parameter is wrong.
    @CanIgnoreReturnValue
    public Query refuse(String name, String message) {
        errors.add(new FieldError(name, message));
        return this;
    }

    /// Ends the reading: whatever was noted is refused now.
    ///
    /// @throws ProblemException 400, where something was
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
