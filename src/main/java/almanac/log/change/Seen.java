package almanac.log.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// What an account sees of a subject: a document that all accounts share, and an ending for this account.
///
/// @param shared the document
/// @param ending replaces the last character of the document; empty where the document is used unchanged
public record Seen(Document shared, String ending) {
    /// The JSON that the account sees.
    public String json() {
        return ending.isEmpty() ? shared.text : shared.text.substring(0, shared.text.length() - 1) + ending;
    }

    /// The shared document as a tree. It is parsed once for all accounts.
    public JsonNode tree(ObjectMapper json) {
        return shared.tree(json);
    }

    /// A document of the log.
    public static final class Document {
        private final String text;

        /// Two threads may parse it at once; both trees are equal.
        private volatile @Nullable JsonNode tree;

        /// @param text its JSON
        public Document(String text) {
            this.text = text;
        }

        /// Its JSON.
        public String text() {
            return text;
        }

        /// The length in characters.
        int length() {
            return text.length();
        }

        /// The document as a tree.
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
