package almanac.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The OpenAPI document of the service, as a judge of its answers. Schemas are compiled once.
public final class OpenApiDocument {
    /// Fields of this service and of its quota; those of HTTP itself need no declaration.
    private static final Set<String> DECLARED =
            Set.of("ratelimit-policy", "ratelimit", "retry-after", "etag", "almanac-cursor", "location");

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    /// With what it says of the schemas inside of a document.
    private static final SchemaLocation OFFICIAL =
            SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final List<Template> templates;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        this.templates = root.path("paths").properties().stream()
                .map(path -> Template.of(path.getKey(), path.getValue()))
                .sorted(Comparator.comparingInt(Template::variables))
                .toList();
    }

    /// A path of the document.
    private record Template(Pattern pattern, int variables, JsonNode operations) {
        static Template of(String path, JsonNode operations) {
            var pattern = "\\Q" + VARIABLE.matcher(path).replaceAll("\\\\E[^/]+\\\\Q") + "\\E/?";
            return new Template(Pattern.compile(pattern), path.split("\\{", -1).length, operations);
        }
    }

    /// An answer.
    ///
    /// @param headers the names of its fields
    /// @param body its text; empty where it has none
    public record Answer(int status, String contentType, Set<String> headers, String body) {}

    /// Reads the document that is packaged.
    public static OpenApiDocument read() {
        return new OpenApiDocument(resource("META-INF/openapi.yaml", new YAMLMapper()));
    }

    static JsonNode resource(String name, ObjectMapper mapper) {
        try (var in = OpenApiDocument.class.getClassLoader().getResourceAsStream(name)) {
            return mapper.readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// What the official schema of OpenAPI 3.1 has against the document.
    public Set<ValidationMessage> faults() {
        return JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        schemas -> schemas.schemaMappers(
                                places -> places.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")))
                .getSchema(OFFICIAL)
                .validate(root);
    }

    /// The whole document.
    public JsonNode root() {
        return root;
    }

    /// What the document does not say of an answer. Empty where it says everything, or names no such call.
    public Set<String> undeclared(String method, String path, Answer answer) {
        return operation(method, path)
                .map(operation -> faults(operation, answer, method.equals("HEAD")))
                .orElse(Set.of());
    }

    private Optional<JsonNode> operation(String method, String path) {
        var name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return templates.stream()
                .filter(template -> template.pattern().matcher(path).matches())
                .findFirst()
                .map(template -> template.operations().path(name))
                .filter(JsonNode::isObject);
    }

    private Set<String> faults(JsonNode operation, Answer answer, boolean bare) {
        var declared = resolved(operation.path("responses").path(Integer.toString(answer.status())));
        if (declared.isMissingNode()) {
            return Set.of("status " + answer.status() + " of " + operation.path("operationId"));
        }
        var faults = new TreeSet<String>();
        for (var name : answer.headers()) {
            if (DECLARED.contains(name.toLowerCase(Locale.ROOT)) && !has(declared.path("headers"), name)) {
                faults.add("header " + name);
            }
        }
        if (!bare) {
            faults.addAll(content(declared.path("content"), answer));
        }
        return faults;
    }

    private Set<String> content(JsonNode content, Answer answer) {
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? Set.of() : Set.of("a body");
        }
        var type = answer.contentType().split(";", 2)[0].strip();
        if (!content.has(type)) {
            return Set.of("content type " + type);
        }
        return type.equals("application/json")
                ? json(content.path(type).path("schema").path("$ref").asText(), answer.body())
                : Set.of();
    }

    private Set<String> json(String reference, String body) {
        var faults = new TreeSet<String>();
        try {
            compiled.computeIfAbsent(reference, this::compile)
                    .validate(JSON.readTree(body))
                    .forEach(fault -> faults.add(fault.getMessage()));
        } catch (IOException noJson) {
            faults.add("no JSON: " + noJson.getMessage());
        }
        return faults;
    }

    private JsonSchema compile(String reference) {
        ObjectNode schema = JSON.createObjectNode().put("$ref", reference.replace("components/schemas", "$defs"));
        schema.set("$defs", defs());
        return SCHEMAS.getSchema(schema);
    }

    /// The schemas, under the name by which a schema by itself keeps others.
    private JsonNode defs() {
        var schemas = root.at("/components/schemas").toString();
        try {
            return JSON.readTree(schemas.replace("#/components/schemas/", "#/$defs/"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static boolean has(JsonNode headers, String name) {
        return headers.properties().stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
    }
}
