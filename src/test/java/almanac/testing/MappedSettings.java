package almanac.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings of Almanac, as the config mappings of the rooms and the comments in their sources tell
/// them.
public final class MappedSettings {
    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, long.class, Integer.class, Long.class, OptionalInt.class, OptionalLong.class);
    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final List<Mapped> ALL = read();

    private MappedSettings() {}

    /// A setting.
    ///
    /// @param name the property; a part that is free is `*`
    /// @param kind what it takes, in the words of the table of settings
    /// @param shown the default as it stands in the mapping; empty for none
    /// @param effect what its comment says
    public record Mapped(String name, String kind, String shown, String effect) {
        /// The default, where it is a plain value.
        public String preset() {
            return shown.contains("${") ? "" : shown;
        }
    }

    /// All of them, by name.
    public static List<Mapped> all() {
        return ALL;
    }

    private static List<Mapped> read() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("almanac").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(MappedSettings::of)
                        .sorted(Comparator.comparing(Mapped::name))
                        .toList();
    }

    private static Stream<Mapped> of(JavaClass type) {
        var mapping = type.reflect();
        return ConfigMappings.getProperties(ConfigClass.configClass(mapping)).entrySet().stream()
                .filter(each -> !each.getValue().isMap() && !each.getValue().isGroup())
                // An element of a list is a part of the setting.
                .filter(each -> !each.getKey().endsWith("[*]"))
                .map(each -> mapped(each.getKey(), each.getValue()));
    }

    private static Mapped mapped(String name, Property property) {
        var method = property.getMethod();
        return new Mapped(
                name,
                kind(raw(method.getGenericReturnType())),
                property.hasDefaultValue() ? shown(property.getDefaultValue()) : "",
                effect(method));
    }

    private static String shown(String preset) {
        return preset.replaceAll("\\$\\{([a-z.-]+):[^}]*}", "\\${$1}");
    }

    /// The type in an `Optional` or a `List`, or the type itself.
    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic
                ? raw(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1])
                : (Class<?>) type;
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(each ->
                            ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining("|"));
        }
        if (NUMBERS.contains(type)) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "switch";
        }
        return type == Duration.class
                ? "duration"
                : type == MemorySize.class ? "size" : type == Path.class ? "path" : "text";
    }

    /// The comment above a method, in one line. Of two methods of one name the one in the interface
    /// that is asked about counts.
    private static String effect(Method method) {
        var owner = method.getDeclaringClass();
        var outer = owner.getNestHost().getName().replace('.', '/') + ".java";
        try {
            var source = Files.readString(SOURCES.resolve(outer));
            var from = source.indexOf("interface " + owner.getSimpleName() + " {");
            var found = Pattern.compile(
                            "((?:[ \t]*///.*\n)+)(?:[ \t]*[@+].*\n)*[ \t]*[\\w<>., ?]+ " + method.getName() + "\\(\\);")
                    .matcher(source);
            return found.find(from)
                    ? found.group(1)
                            .lines()
                            .map(line -> line.replaceFirst("\\s*///\\s?", "").strip())
                            .collect(Collectors.joining(" "))
                            .replaceFirst("\\.$", "")
                    : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
