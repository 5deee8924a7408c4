package almanac.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;

/// YAML files as trees.
final class Yaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /// The one document of a file; a key that stands twice is an error.
    static JsonNode read(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(new org.yaml.snakeyaml.Yaml(options).<Object>load(text(file)));
    }

    /// A file as it is written, comments included.
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The files below a directory that end like this.
    static List<Path> files(Path directory, String end) {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The elements of a list; none where it is missing.
    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /// The element of a list that has this value in a field.
    static Optional<JsonNode> find(JsonNode list, String field, String value) {
        return each(list)
                .filter(each -> each.path(field).asText().equals(value))
                .findFirst();
    }

    /// Every object in a tree that has a field.
    static List<JsonNode> with(JsonNode tree, String field) {
        return tree.findParents(field);
    }
}
