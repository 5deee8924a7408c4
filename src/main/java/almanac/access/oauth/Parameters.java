package almanac.access.oauth;

import almanac.base.request.Texts;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The parameters of a request, from its query and its form. Unknown ones are ignored, and those without a value are as
/// if they were not sent (RFC 6749, section 3.1).
public final class Parameters {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, String> values = new TreeMap<>();
    private final TreeSet<String> repeated = new TreeSet<>();
    private @Nullable String fault;

    private Parameters() {}

    /// The parameters of a query.
    public static Parameters of(MultivaluedMap<String, String> query) {
        var parameters = new Parameters();
        query.forEach((name, values) -> values.forEach(value -> parameters.add(name, value)));
        return parameters;
    }

    /// The parameters of a query and a form.
    ///
    /// @param type the content type; null for none
    /// @param body null for none
    public static Parameters of(MultivaluedMap<String, String> query, @Nullable String type, byte @Nullable [] body) {
        var parameters = of(query);
        if (body == null || body.length == 0) {
            return parameters;
        }
        if (type == null || !type.regionMatches(true, 0, FORM, 0, FORM.length())) {
            parameters.fault = "the body must be " + FORM;
        } else {
            parameters.addForm(new String(body, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private void addForm(String form) {
        for (var pair : List.of(form.split("&", -1))) {
            var end = pair.indexOf('=');
            try {
                add(decoded(end < 0 ? pair : pair.substring(0, end)), end < 0 ? "" : decoded(pair.substring(end + 1)));
            } catch (IllegalArgumentException undecodable) {
                fault = "the body is not percent-encoded";
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void add(String name, String value) {
        if (!Texts.isStorable(value)) {
            fault = "a parameter has characters that are not text";
        } else if (!value.isEmpty() && values.putIfAbsent(name, value) != null) {
            repeated.add(name);
        }
    }

    /// What is wrong with the request as a whole; empty for nothing.
    public Optional<String> fault() {
        return Optional.ofNullable(repeated.isEmpty() ? fault : "a parameter is given more than once");
    }

    /// Whether a parameter is given more than once.
    public boolean repeats(String name) {
        return repeated.contains(name);
    }

    /// The value of a parameter; empty for none.
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// The value of a parameter; null for none.
    public @Nullable String get(String name) {
        return values.get(name);
    }
}
