package almanac;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
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

    /// The largest number of 32 bits.
    private static final long LARGEST = Integer.MAX_VALUE;

    /// 100 years. Sums with the time fit into 64 bits.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /// Timers count in ms.
    private static final Duration SHORTEST = Duration.ofMillis(1);

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
                case "number" -> new Kind("a whole number from 1 to " + LARGEST, "20", Kind::counts);
                case "duration" -> new Kind("a duration from 1 ms to 100 years", "30s", Kind::lasts);
                case "size" -> new Kind("a size", "50M", Kind::weighs);
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

        private static boolean counts(String value) {
            var number = Long.parseLong(value);
            return number > 0 && number <= LARGEST;
        }

        private static boolean lasts(String value) {
            var duration = DurationConverter.parseDuration(value);
            return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
        }

        /// Whether it is a number of bytes of 63 bits.
        private static boolean weighs(String value) {
            var size = new MemorySizeConverter().convert(value);
            return size != null && size.asBigInteger().bitLength() < Long.SIZE;
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
