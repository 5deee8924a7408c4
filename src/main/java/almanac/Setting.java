package almanac;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One setting, as a line of the table.
///
/// @param name the property; a part `*` is a wildcard
/// @param kind the values that it takes
/// @param preset the default; empty where there is none
record Setting(String name, Kind kind, String preset) {
    private static final Pattern NO_PART_OF_A_VARIABLE = Pattern.compile("[^a-zA-Z0-9]");
    private static final List<String> SWITCH = List.of("true", "false");

    /// The values that a setting takes.
    ///
    /// @param words a description for messages
    /// @param example a valid value
    /// @param takes whether a value is valid
    record Kind(String words, String example, Predicate<String> takes) {
        /// The kind that a word of the table names: `number`, `duration`, `size`, `switch`, `path`, `text`,
        /// or the valid values, separated by `|`.
        static Kind of(String word) {
            return switch (word) {
                case "number" -> new Kind("a whole number from 1 up", "20", value -> Long.parseLong(value) > 0);
                case "duration" -> new Kind("a duration", "30s", Kind::lasts);
                case "size" -> new Kind("a size", "50M", value -> new MemorySizeConverter().convert(value) != null);
                case "switch" -> oneOf(SWITCH);
                case "path" -> new Kind("a path", "/var/lib/almanac", value -> value.indexOf('\0') < 0);
                case "text" -> new Kind("a text", "text", value -> true);
                default -> oneOf(List.of(word.split("\\|")));
            };
        }

        private static Kind oneOf(List<String> words) {
            return new Kind(
                    "one of " + String.join(", ", words),
                    words.getFirst(),
                    value -> words.contains(value.toLowerCase(Locale.ROOT).replace('_', '-')));
        }

        private static boolean lasts(String value) {
            return DurationConverter.parseDuration(value).isPositive();
        }
    }

    /// Whether a property is this setting.
    boolean is(String property) {
        return Pattern.matches(pattern(name, "[^.]+|\"[^\"]+\"") + "(\\[\\d+])?", property);
    }

    /// Whether an environment variable is this setting.
    boolean isVariable(String variable) {
        return Pattern.matches(pattern(name, "[A-Z0-9_]+") + "(_\\d+_)?", variable);
    }

    /// The message about an invalid value, one line with an example; empty for a valid one.
    Optional<String> complaint(String property, String value) {
        return accepts(value.strip())
                ? Optional.empty()
                : Optional.of(property + " is \"" + value + "\", which is not " + kind.words + "; for example "
                        + property + "=" + (preset.isEmpty() ? kind.example : preset));
    }

    private boolean accepts(String value) {
        try {
            return kind.takes.test(value);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            return false;
        }
    }

    /// The environment variable that sets a property.
    static String variable(String property) {
        return NO_PART_OF_A_VARIABLE.matcher(property).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /// The name as a regular expression: for environment variables if `any` matches capital letters, else for
    /// properties.
    private static String pattern(String name, String any) {
        var variable = any.startsWith("[A-Z");
        var parts = List.of(name.split("\\*", -1)).stream()
                .map(part -> Pattern.quote(variable ? variable(part) : part))
                .toList();
        return String.join("(" + any + ")", parts);
    }
}
