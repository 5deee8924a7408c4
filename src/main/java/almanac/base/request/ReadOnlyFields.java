package almanac.base.request;

import almanac.base.problem.FieldError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of a request that a client cannot set: those that an answer has may be sent back with their
/// stored values (contract, "Errors").
public final class ReadOnlyFields {
    private ReadOnlyFields() {}

    /// The paths of the sent fields that an answer does not have.
    ///
    /// @param path what stands before the names
    public static Stream<String> unknown(Map<String, JsonNode> sent, Set<String> known, String path) {
        return sent.keySet().stream().filter(field -> !known.contains(field)).map(field -> path + field);
    }

    /// The paths of the sent fields that a new object cannot have: all but the known ones that are null,
    /// which is the same as leaving them out.
    ///
    /// @param path what stands before the names
    public static Stream<String> unknownOfNew(Map<String, JsonNode> sent, Set<String> known, String path) {
        return sent.entrySet().stream()
                .filter(field ->
                        !(known.contains(field.getKey()) && field.getValue().isNull()))
                .map(field -> path + field.getKey());
    }

    /// The sent fields whose values differ from the stored ones; null is a field that was left out.
    ///
    /// @param path what stands before the names
    /// @param isStored whether a field is stored with a value
    public static List<FieldError> changed(
            Map<String, JsonNode> sent, String path, BiPredicate<String, JsonNode> isStored) {
        return sent.entrySet().stream()
                .filter(field -> !field.getValue().isNull() && !isStored.test(field.getKey(), field.getValue()))
                .map(field -> new FieldError(path + field.getKey(), "cannot be set, and is not as it is stored"))
                .toList();
    }

    /// Whether a value equals a text. Ids are strings; some clients send them as numbers.
    public static boolean isText(JsonNode sent, @Nullable String stored) {
        return stored == null
                ? sent.isNull()
                : (sent.isTextual() || sent.isIntegralNumber()) && sent.asText().equals(stored);
    }
}
