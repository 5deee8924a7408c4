package almanac.feed.message;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A JSON object on one line. Items are inserted unchanged, byte for byte as the JSON calls return them.
public final class JsonText {
    private final StringBuilder text = new StringBuilder("{");

    /// Adds a member whose value is JSON already.
    public JsonText raw(String name, String json) {
        text.append(text.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(json);
        return this;
    }

    public JsonText text(String name, String value) {
        return raw(name, quoted(value));
    }

    JsonText number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    /// Adds a text member; nothing if the value is null.
    JsonText known(String name, @Nullable String value) {
        return value == null ? this : text(name, value);
    }

    /// Adds an integer as a JSON string, since it may exceed the range of JavaScript's numbers; `null` if
    /// there is none.
    JsonText tag(String name, @Nullable Long value) {
        return raw(name, value == null ? "null" : "\"" + value + "\"");
    }

    JsonText names(String name, List<String> values) {
        return raw(name, values.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    private static String quoted(String value) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
