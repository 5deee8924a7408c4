package almanac.log.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// What an account sees of a thing: a document that all share, and how it ends for this account.
///
/// @param shared the document
/// @param ending what takes the place of its last character; empty where it is whole
public record Seen(Document shared, String ending) {
    /// The JSON.
    public String json() {
        return ending.isEmpty() ? shared.text : shared.text.substring(0, shared.text.length() - 1) + ending;
    }

    /// What the shared document says, parsed once however many accounts are asked about.
    public JsonNode tree(ObjectMapper json) {
        return shared.tree(json);
    }

    /// A document of the log.
    public static final class Document {
        private final String text;

        /// Two threads may parse it at once, and either may keep its own.
        private volatile @Nullable JsonNode tree;

        /// @param text its JSON
        public Document(String text) {
            this.text = text;
        }

        /// How many characters it has.
        int length() {
            return text.length();
        }

        /// What it says.
        public JsonNode tree(ObjectMapper json) {
            var parsed = tree;
            if (parsed == null) {
                parsed = parse(json);
                tree = parsed;
            }
            return parsed;
        }

        private JsonNode parse(ObjectMapper json) {
            try {
                return json.readTree(text);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
