package almanac.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a kustomization comes to: its resources, with its patches in them. As much of kustomize as
/// these files use; a field that it does not know fails.
final class Kustomization {
    private static final TreeSet<String> FIELDS = new TreeSet<>(
            List.of("apiVersion", "kind", "namespace", "labels", "resources", "components", "patches", "images"));

    /// The lists whose elements are merged, and by what.
    private static final Map<String, String> KEYS =
            Map.of("containers", "name", "env", "name", "volumes", "name", "volumeMounts", "mountPath");

    private final List<JsonNode> resources = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private Kustomization() {}

    /// Reads the one of a directory, and those that it names.
    static Kustomization of(Path directory) {
        return new Kustomization().with(directory);
    }

    /// Adds what a directory says: another kustomization, or a component that changes this one.
    Kustomization with(Path directory) {
        var file = directory.resolve("kustomization.yaml").normalize();
        var text = Yaml.read(file);
        files.add(file);
        text.fieldNames().forEachRemaining(name -> check(FIELDS.contains(name), file + " has " + name));
        Yaml.each(text.path("resources")).forEach(name -> add(directory.resolve(name.asText())));
        Yaml.each(text.path("components")).forEach(name -> with(directory.resolve(name.asText())));
        Yaml.each(text.path("patches"))
                .forEach(patch -> patch(directory.resolve(patch.path("path").asText())));
        return this;
    }

    /// The resources.
    List<JsonNode> resources() {
        return resources;
    }

    /// Every file that took part.
    List<Path> files() {
        return files;
    }

    private void add(Path entry) {
        var path = entry.normalize();
        if (Files.isDirectory(path)) {
            var other = of(path);
            resources.addAll(other.resources);
            files.addAll(other.files);
        } else {
            check(Files.isRegularFile(path), path + " is not there");
            resources.add(Yaml.read(path));
            files.add(path);
        }
    }

    private void patch(Path path) {
        check(Files.isRegularFile(path), path + " is not there");
        var patch = Yaml.read(path);
        var target =
                resources.stream().filter(each -> id(each).equals(id(patch))).toList();
        check(target.size() == 1, path + " has no target, or several");
        merge((ObjectNode) target.getFirst(), (ObjectNode) patch);
        files.add(path.normalize());
    }

    /// The kind and the name.
    static String id(JsonNode resource) {
        return resource.path("kind").asText() + " "
                + resource.path("metadata").path("name").asText();
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            var name = entry.getKey();
            var value = entry.getValue();
            var old = target.get(name);
            if (value.isNull()) {
                target.remove(name);
            } else if (value instanceof ObjectNode fields && old instanceof ObjectNode object) {
                merge(object, fields);
            } else if (value instanceof ArrayNode elements && old instanceof ArrayNode list && KEYS.containsKey(name)) {
                elements.forEach(element -> mergeInto(list, (ObjectNode) element, KEYS.getOrDefault(name, "")));
            } else {
                target.set(name, value);
            }
        });
    }

    private static void mergeInto(ArrayNode list, ObjectNode element, String key) {
        var old = Yaml.find(list, key, element.path(key).asText());
        if (old.isPresent()) {
            merge((ObjectNode) old.get(), element);
        } else {
            list.add(element);
        }
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
