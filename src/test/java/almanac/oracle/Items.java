package almanac.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/// Items of lists and logs by their names (docs/recurrence.md, 1.1).
public final class Items {
    private Items() {}

    /// The name of what has an `id`, and where it is an occurrence or an exception a `recurrence_id`.
    static String key(JsonNode named) {
        var id = named.get("id").asText();
        return named.has("recurrence_id")
                ? id + " " + named.get("recurrence_id").asText()
                : id;
    }

    /// What the names of all occurrences and exceptions of a series begin with.
    static String prefix(String id) {
        return id + " ";
    }

    /// Items by their names.
    ///
    /// @throws Fault where two have one name
    static Map<String, JsonNode> byKey(JsonNode items) {
        var found = new TreeMap<String, JsonNode>();
        items.forEach(item -> {
            if (found.put(key(item), item) != null) {
                throw new Fault("twice in one list: " + item);
            }
        });
        return found;
    }

    /// The items of an answer.
    ///
    /// @param body JSON with `data`
    public static Map<String, JsonNode> ofAnswer(String body) {
        return byKey(Http.parse(body).get("data"));
    }

    /// Whether it is an event that repeats, as a whole.
    static boolean isSeries(JsonNode item) {
        return item.at("/recurrence/kind").asText().equals("series");
    }

    /// Whether it is an occurrence as its series has it.
    static boolean isPlain(JsonNode item) {
        return item.at("/recurrence/kind").asText().equals("occurrence");
    }
}
