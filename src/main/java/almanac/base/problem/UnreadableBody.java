package almanac.base.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON body with values or fields that its type refuses. The JSON reader stops at the first; this one
/// takes the refused value out and reads the rest again, until the rest can be read.
public final class UnreadableBody extends RuntimeException {
    /// So many refused values are told. Each costs one more reading of the body.
    private static final int MOST = 50;

    private final transient List<JsonProcessingException> refusals;
    private final transient @Nullable Object rest;
    private final transient List<FieldError> others;

    private UnreadableBody(List<JsonProcessingException> refusals, @Nullable Object rest, List<FieldError> others) {
        // No stack trace: a client's mistake is an answer, not an incident.
        super("unreadable body", null, false, false);
        this.refusals = List.copyOf(refusals);
        this.rest = rest;
        this.others = others;
    }

    /// Reads a body again after it was refused.
    ///
    /// @return empty where the body is no JSON object, or nothing is refused in it: the first failure says
    ///     all
    public static Optional<UnreadableBody> read(ObjectMapper mapper, byte[] body, JavaType type) {
        try {
            var tree = mapper.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(body);
            return Optional.of(tree)
                    .filter(ObjectNode.class::isInstance)
                    .map(object -> read(mapper, (ObjectNode) object, type))
                    .filter(unreadable -> !unreadable.refusals.isEmpty());
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static UnreadableBody read(ObjectMapper mapper, ObjectNode tree, JavaType type) {
        var refusals = new ArrayList<JsonProcessingException>();
        while (refusals.size() < MOST) {
            try {
                return new UnreadableBody(refusals, mapper.treeToValue(tree, type), List.of());
            } catch (JsonProcessingException refusal) {
                refusals.add(refusal);
                if (!(refusal instanceof JsonMappingException mapping) || !takeOut(tree, mapping.getPath())) {
                    break;
                }
            }
        }
        return new UnreadableBody(refusals, null, List.of());
    }

    /// Takes out a value. In an array null replaces it, so that the places of the others stay.
    private static boolean takeOut(ObjectNode tree, List<JsonMappingException.Reference> path) {
        JsonNode parent = null;
        JsonNode node = tree;
        for (var step : path) {
            parent = node;
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        if (parent instanceof ObjectNode object) {
            return object.remove(path.getLast().getFieldName()) != null;
        }
        if (!(parent instanceof ArrayNode array) || node.isNull() || node.isMissingNode()) {
            return false;
        }
        array.setNull(path.getLast().getIndex());
        return true;
    }

    /// The refused values, in the order of the body.
    List<JsonProcessingException> refusals() {
        return refusals;
    }

    /// The body without them; null where it could not be read.
    public @Nullable Object rest() {
        return rest;
    }

    /// The same body, with what else is wrong with it.
    public UnreadableBody and(List<FieldError> more) {
        return new UnreadableBody(refusals, rest, more);
    }

    /// What else is wrong with it.
    List<FieldError> others() {
        return others;
    }
}
