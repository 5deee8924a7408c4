package almanac.deployment;

import almanac.testing.MappedSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The environment variables that set something: those of Almanac's settings, of the settings of
/// Quarkus and its extensions on the class path, and of the JVM.
final class KnownVariables {
    private static final String ROOTS = "META-INF/quarkus-config-roots.list";
    private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS");

    private static final KnownVariables ALL = make();

    private final List<Pattern> patterns;

    private KnownVariables(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static KnownVariables load() {
        return ALL;
    }

    private static KnownVariables make() {
        var own = MappedSettings.all().stream().map(MappedSettings.Mapped::name);
        return new KnownVariables(Stream.concat(own, quarkus())
                .map(KnownVariables::pattern)
                .map(Pattern::compile)
                .toList());
    }

    boolean knows(String variable) {
        return OF_THE_JVM.contains(variable)
                || patterns.stream().anyMatch(each -> each.matcher(variable).matches());
    }

    /// Whether a property, written with its dots, sets something.
    boolean knowsProperty(String property) {
        return knows(property.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT));
    }

    private static String pattern(String property) {
        return Stream.of(property.split("\\*", -1))
                .map(part -> part.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.joining("[A-Z0-9_]+"));
    }

    private static Stream<String> quarkus() {
        try {
            return Collections.list(loader().getResources(ROOTS)).stream()
                    .flatMap(each -> {
                        try (var list = each.openStream()) {
                            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    })
                    .flatMap(KnownVariables::properties);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> properties(String type) {
        try {
            var root = Class.forName(type.strip(), false, loader());
            return root.isAnnotationPresent(ConfigMapping.class)
                    ? ConfigMappings.getProperties(ConfigClass.configClass(root)).keySet().stream()
                    : Stream.of();
        } catch (ClassNotFoundException | LinkageError ofAnotherTime) {
            return Stream.of();
        }
    }

    private static ClassLoader loader() {
        return KnownVariables.class.getClassLoader();
    }
}
