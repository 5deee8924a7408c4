package almanac.mirror.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Parses an answer of a remote service into a tree. A value that Jackson would refuse together with the
/// whole answer becomes a [MissingNode], and the rest of the answer is read: a value that is nested deeper
/// than 200 levels, a number of more than 1,000 characters, a field that an object has twice.
///
/// The length of an answer is limited by [BoundedBody]. So texts and names have no limit of their own here.
final class RemoteTree {
    /// Levels that are kept. Reading an item is recursive.
    private static final int DEEPEST = 200;

    /// Levels that are passed over. Each needs about 100 bytes while it is open. A deeper answer is no JSON
    /// here.
    private static final int DEEPEST_PASSED = 100_000;

    /// Characters of a number. Converting a longer one takes a time that grows with the square of its length.
    private static final int LONGEST_NUMBER = 1_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RemoteTree() {}

    /// A factory of parsers that leave the limits to this class.
    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST_PASSED)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /// The tree of the first value.
    ///
    /// @return null where there is none
    /// @throws IOException where it is no JSON
    static @Nullable JsonNode read(JsonParser parser) throws IOException {
        return parser.nextToken() == null ? null : value(parser, 0);
    }

    /// Whether every value of an item was read.
    static boolean isWhole(JsonNode node) {
        if (node.isMissingNode()) {
            return false;
        }
        for (var child : node) {
            if (!isWhole(child)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode value(JsonParser parser, int depth) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT, START_ARRAY -> depth < DEEPEST ? container(parser, depth) : passedOver(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode container(JsonParser parser, int depth) throws IOException {
        return parser.hasToken(JsonToken.START_OBJECT) ? object(parser, depth) : array(parser, depth);
    }

    private static ObjectNode object(JsonParser parser, int depth) throws IOException {
        var object = NODES.objectNode();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            var value = value(parser, depth + 1);
            object.set(name, object.has(name) ? MissingNode.getInstance() : value);
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, int depth) throws IOException {
        var array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, depth + 1));
        }
        return array;
    }

    private static JsonNode passedOver(JsonParser parser) throws IOException {
        parser.skipChildren();
        return MissingNode.getInstance();
    }

    private static JsonNode number(JsonParser parser) throws IOException {
        if (parser.getTextLength() > LONGEST_NUMBER) {
            return MissingNode.getInstance();
        }
        return switch (parser.getNumberType()) {
            case INT, LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getDoubleValue());
        };
    }
}
