package almanac;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A setting that the service knows, as a line of the table of settings says it.
///
/// @param name the property; a part that is `*` stands for any word
/// @param kind what it takes
/// @param preset the default; empty where there is none
record Setting(String name, Kind kind, String preset) {
    private static final Pattern NO_PART_OF_A_VARIABLE = Pattern.compile("[^a-zA-Z0-9]");
    private static final List<String> SWITCH = List.of("true", "false");

    /// What a setting takes.
    ///
    /// @param words the same for a person
    /// @param example a value that is taken
    /// @param takes whether a value is taken
    record Kind(String words, String example, Predicate<String> takes) {
        /// The kind of a word of the table: `number`, `duration`, `size`, `switch`, `path`, `text`, or
        /// the words that are taken, with `|` between them.
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

    /// Whether this is the setting of a property.
    boolean is(String property) {
        return Pattern.matches(pattern(name, "[^.]+|\"[^\"]+\"") + "(\\[\\d+])?", property);
    }

    /// Whether this is the setting of an environment variable.
    boolean isVariable(String variable) {
        return Pattern.matches(pattern(name, "[A-Z0-9_]+") + "(_\\d+_)?", variable);
    }

    /// What is wrong with a value, in one line with an example; empty where nothing is.
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

    /// The environment variable of a property.
    static String variable(String property) {
        return NO_PART_OF_A_VARIABLE.matcher(property).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /// The name as a regular expression, of properties where `any` takes small letters and of variables
    /// else.
    private static String pattern(String name, String any) {
        var variable = any.startsWith("[A-Z");
        var parts = List.of(name.split("\\*", -1)).stream()
                .map(part -> Pattern.quote(variable ? variable(part) : part))
                .toList();
        return String.join("(" + any + ")", parts);
    }
}
