package almanac.base.request;

import almanac.base.problem.UnreadableValueException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.EnumValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads an enumeration strictly: exactly one of its words. The error message lists the words.
///
/// Jackson's own deserializer ignores spaces and control characters around a word.
final class Words extends StdDeserializer<Enum<?>> {
    private final transient Map<String, Enum<?>> words;

    private Words(Class<?> type, Map<String, Enum<?>> words) {
        super(type);
        this.words = words;
    }

    /// Replaces Jackson's deserializer of enumerations.
    static final class Modifier extends BeanDeserializerModifier {
        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription description,
                JsonDeserializer<?> deserializer) {
            var values = EnumValues.constructFromName(config, description.getClassInfo());
            var words = new LinkedHashMap<String, Enum<?>>();
            for (var constant : values.enums()) {
                words.put(values.serializedValueFor(constant).getValue(), constant);
            }
            return new Words(type.getRawClass(), words);
        }
    }

    @Override
    public Enum<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var word = parser.hasToken(JsonToken.VALUE_STRING) ? words.get(parser.getText()) : null;
        if (word == null) {
            throw new UnreadableValueException(parser, "must be " + listed(List.copyOf(words.keySet())));
        }
        return word;
    }

    private static String listed(List<String> all) {
        return all.size() == 1
                ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }
}
