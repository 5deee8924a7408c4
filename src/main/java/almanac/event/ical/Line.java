package almanac.event.ical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A content line (RFC 5545, section 3.1).
///
/// @param name the name of the property, in upper case
/// @param parameters their values by name in upper case, in the order of the line
/// @param value the value as it stands in the file, without folds
/// @param number the number of the line in its file, from 1; 0 for a line that is made here
record Line(String name, Map<String, List<String>> parameters, String value, int number) {
    private static final int WIDEST = 75;

    /// A line without parameters.
    static Line of(String name, String value) {
        return new Line(name, Map.of(), value, 0);
    }

    /// The line with one more parameter.
    Line with(String parameter, String text) {
        var more = new LinkedHashMap<>(parameters);
        more.put(parameter, List.of(text));
        return new Line(name, more, value, number);
    }

    /// The line without a parameter.
    Line without(String parameter) {
        var fewer = new LinkedHashMap<>(parameters);
        var _ = fewer.remove(parameter);
        return new Line(name, fewer, value, number);
    }

    /// The first value of a parameter; null if there is none.
    @Nullable
    String parameter(String parameter) {
        var values = parameters.get(parameter);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /// Whether a parameter has a value, in any case.
    boolean says(String parameter, String text) {
        return text.equalsIgnoreCase(parameter(parameter));
    }

    /// Appends the line with CRLF, folded after at most 75 octets of UTF-8 and never within a character.
    void write(StringBuilder to) {
        fold(text(), to);
    }

    private String text() {
        var text = new StringBuilder(name);
        parameters.forEach((parameter, values) ->
                text.append(';').append(parameter).append('=').append(joined(values)));
        return text.append(':').append(withoutBreaks(value)).toString();
    }

    private static String joined(List<String> values) {
        var quoted = new ArrayList<String>(values.size());
        for (var value : values) {
            var escaped = caret(value);
            quoted.add(escaped.chars().anyMatch(each -> ",;:".indexOf(each) >= 0) ? '"' + escaped + '"' : escaped);
        }
        return String.join(",", quoted);
    }

    /// RFC 6868: what a parameter cannot hold, by carets.
    private static String caret(String value) {
        var escaped = value.replace("^", "^^").replace("\r\n", "^n").replace("\n", "^n");
        return withoutBreaks(escaped.replace("\"", "^'"));
    }

    /// Without control characters, which no line may have.
    private static String withoutBreaks(String text) {
        return text.codePoints().anyMatch(Line::isControl)
                ? text.codePoints()
                        .filter(each -> !isControl(each))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean isControl(int character) {
        return (character < 0x20 && character != '\t') || character == 0x7f;
    }

    private static void fold(String text, StringBuilder to) {
        var width = 0;
        for (var at = 0; at < text.length(); ) {
            var character = text.codePointAt(at);
            var octets = octets(character);
            if (width + octets > WIDEST) {
                to.append("\r\n ");
                width = 1;
            }
            to.appendCodePoint(character);
            width += octets;
            at += Character.charCount(character);
        }
        to.append("\r\n");
    }

    /// How many octets of UTF-8 a character has (RFC 3629, section 3).
    private static int octets(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x1_0000 ? 3 : 4;
    }

    /// A name in the spelling that is compared.
    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
