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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The OpenAPI document of the service, as a judge of its answers. Schemas are compiled once.
public final class OpenApiDocument {
    /// Fields of this service and of its quota; those of HTTP itself need no declaration.
    private static final Set<String> DECLARED = Set.of(
            "ratelimit-policy",
            "ratelimit",
            "retry-after",
            "etag",
            "almanac-cursor",
            "location",
            "www-authenticate",
            "accept-encoding",
            "accept-ranges",
            "content-range",
            "content-disposition");

    private static final int NO_SUCH_METHOD = 405;
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

    /// A call of the document.
    ///
    /// @param method as HTTP has it, `GET`
    /// @param path with its variables in braces
    /// @param id its `operationId`
    /// @param description all that stands under it, with the references of its parameters followed
    public record Call(String method, String path, String id, JsonNode description) {
        /// The names of its parameters in one place: `query`, `path` or `header`.
        public Set<String> parameters(String place) {
            var names = new TreeSet<String>();
            for (var parameter : description.path("parameters")) {
                if (parameter.path("in").asText().equals(place)) {
                    names.add(parameter.path("name").asText());
                }
            }
            return names;
        }

        /// The statuses it may answer with.
        public Set<Integer> statuses() {
            var statuses = new TreeSet<Integer>();
            description.path("responses").fieldNames().forEachRemaining(name -> statuses.add(Integer.valueOf(name)));
            return statuses;
        }

        /// The media types of what it answers when it succeeds; of a JSON refusal where that is nothing.
        public Set<String> answerTypes() {
            var types = new TreeSet<String>();
            description.at("/responses/200/content").fieldNames().forEachRemaining(types::add);
            return types.isEmpty() ? Set.of("application/json") : types;
        }

        /// Whether the administrator's token opens it.
        public boolean isOfAdministrator() {
            return path.startsWith("/admin/");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /// An answer.
    ///
    /// @param headers the names of its fields
    /// @param body its text; empty where it has none, null where it is not looked at
    public record Answer(
            int status,
            String contentType,
            Set<String> headers,
            @Nullable String body) {}

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

    /// Every call.
    public Stream<Call> calls() {
        return root.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> call(operation.getKey(), path.getKey(), operation.getValue())));
    }

    private Call call(String method, String path, JsonNode operation) {
        var description = (ObjectNode) operation.deepCopy();
        var parameters = description.putArray("parameters");
        operation.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return new Call(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("operationId").asText(),
                description);
    }

    /// What the document does not say of an answer, or the answer not though the document requires it. Empty where
    /// they agree, or where it names no such call.
    public Set<String> undeclared(String method, String path, Answer answer) {
        var name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return operations(path)
                .map(operations -> operations.path(name))
                .map(operation -> operation.isObject()
                        ? faults(operation, answer, method.equals("HEAD"))
                        : faultsWithoutCall(answer))
                .orElse(Set.of());
    }

    private Optional<JsonNode> operations(String path) {
        return templates.stream()
                .filter(template -> template.pattern().matcher(path).matches())
                .findFirst()
                .map(Template::operations);
    }

    /// A method that a path does not have: a 405 names those that it has.
    private static Set<String> faultsWithoutCall(Answer answer) {
        return answer.status() == NO_SUCH_METHOD && answer.headers().stream().noneMatch("Allow"::equalsIgnoreCase)
                ? Set.of("no header Allow")
                : Set.of();
    }

    private Set<String> faults(JsonNode operation, Answer answer, boolean bare) {
        var declared = resolved(operation.path("responses").path(Integer.toString(answer.status())));
        if (declared.isMissingNode()) {
            return Set.of("status " + answer.status() + " of " + operation.path("operationId"));
        }
        var faults = headers(declared.path("headers"), answer.headers());
        if (!bare && answer.body() != null) {
            faults.addAll(content(declared.path("content"), answer));
        }
        return faults;
    }

    private Set<String> headers(JsonNode declared, Set<String> sent) {
        var faults = new TreeSet<String>();
        for (var name : sent) {
            if (DECLARED.contains(name.toLowerCase(Locale.ROOT)) && !has(declared, name)) {
                faults.add("header " + name);
            }
        }
        for (var header : declared.properties()) {
            if (resolved(header.getValue()).path("required").asBoolean()
                    && sent.stream().noneMatch(header.getKey()::equalsIgnoreCase)) {
                faults.add("no header " + header.getKey());
            }
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
