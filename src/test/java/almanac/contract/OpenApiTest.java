package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.OpenApiDocument;
import almanac.testing.OpenApiDocument.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The OpenAPI document by itself: that it is one, and that it tells a true answer from another.
class OpenApiTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final Set<String> CHALLENGE = Set.of("www-authenticate");
    private static final String REFUSED = "{\"message\":\"m\",\"code\":\"c\",\"errors\":[]%s}";

    @Test
    void isValidByTheOfficialSchema() {
        assertEquals(Set.of(), DOCUMENT.faults());
    }

    @Test
    void theOfficialSchemaFindsWhatIsWrong() {
        for (var change : List.of(
                Map.entry("/info", "title"), Map.entry("/paths/~1api~1v2~1quota/get/responses/200", "description"))) {
            var document = OpenApiDocument.read();
            ((ObjectNode) document.root().at(change.getKey())).remove(change.getValue());
            assertNotEquals(Set.of(), document.faults(), change::toString);
        }
        var document = OpenApiDocument.read();
        ((ObjectNode) document.root().at("/components/schemas").iterator().next()).put("type", "objekt");
        assertNotEquals(Set.of(), document.faults(), "a schema of no type");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var lost = new TreeSet<String>();
        for (var reference : DOCUMENT.root().findValuesAsText("$ref")) {
            if (DOCUMENT.root().at(reference.substring(1)).isMissingNode()) {
                lost.add(reference);
            }
        }
        assertEquals(Set.of(), lost);
    }

    @Test
    void everyCallHasANameOfItsOwnATagAndASummary() {
        var names = new ArrayList<String>();
        for (var operation : operations()) {
            names.add(operation.path("operationId").asText());
            assertTrue(operation.path("tags").size() == 1 && operation.hasNonNull("summary"), operation::toString);
        }
        assertEquals(names.size(), Set.copyOf(names).size());
    }

    @Test
    void everyParameterHasASchema() {
        for (var operation : operations()) {
            for (var parameter : operation.path("parameters")) {
                assertTrue(parameter.has("$ref") || parameter.has("schema"), parameter::toString);
            }
        }
    }

    @Test
    void anUndeclaredStatusIsNamed() {
        assertEquals(Set.of("status 418 of \"getQuota\""), undeclared(418, Set.of(), ""));
    }

    @Test
    void anUndeclaredFieldIsNamed() {
        assertEquals(Set.of(), undeclared(401, CHALLENGE, REFUSED.formatted("")));
        var faults = undeclared(401, CHALLENGE, REFUSED.formatted(",\"why\":1"));
        assertEquals(1, faults.size());
        assertTrue(faults.iterator().next().contains("'why'"), faults::toString);
    }

    @Test
    void anUndeclaredHeaderIsNamed() {
        var headers = Set.of("WWW-Authenticate", "Location");
        assertEquals(Set.of("header Location"), undeclared(401, headers, REFUSED.formatted("")));
    }

    @Test
    void aRequiredHeaderThatIsMissingIsNamed() {
        assertEquals(Set.of("no header WWW-Authenticate"), undeclared(401, Set.of(), REFUSED.formatted("")));
        assertEquals(Set.of("no header Retry-After"), undeclared(503, Set.of(), REFUSED.formatted("")));
    }

    @Test
    void aMethodThatIsNotThereHasToNameThoseThatAre() {
        var answer = new Answer(405, "application/json", Set.of(), REFUSED.formatted(""));
        assertEquals(Set.of("no header Allow"), DOCUMENT.undeclared("PATCH", "/api/v2/quota", answer));
        var naming = new Answer(405, "application/json", Set.of("allow"), REFUSED.formatted(""));
        assertEquals(Set.of(), DOCUMENT.undeclared("PATCH", "/api/v2/quota", naming));
    }

    @Test
    void anUndeclaredContentTypeIsNamed() {
        var answer = new Answer(401, "text/html", CHALLENGE, "<p>");
        assertEquals(Set.of("content type text/html"), DOCUMENT.undeclared("GET", "/api/v2/quota", answer));
    }

    private static Set<String> undeclared(int status, Set<String> headers, String body) {
        return DOCUMENT.undeclared("GET", "/api/v2/quota", new Answer(status, "application/json", headers, body));
    }

    private static List<JsonNode> operations() {
        var operations = new ArrayList<JsonNode>();
        DOCUMENT.root().path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}
