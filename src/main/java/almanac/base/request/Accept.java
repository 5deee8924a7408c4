package almanac.base.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The field `Accept` of a request (RFC 9110, 12.5.1).
///
/// An invalid range is ignored. An empty or missing field accepts everything.
public final class Accept {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
    private static final Pattern RANGE = Pattern.compile("(\\*|" + TOKEN + ")/(\\*|" + TOKEN + ")");
    private static final Pattern QUALITY = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");
    private static final String ANYTHING = "*";

    private final List<Range> ranges;
    private final boolean takesAll;

    private Accept(List<Range> ranges, boolean takesAll) {
        this.ranges = ranges;
        this.takesAll = takesAll;
    }

    /// A media range.
    ///
    /// @param type `*` for any
    /// @param subtype `*` for any
    /// @param quality from 0 for never to 1
    /// @param place its index in the field, from 0
    private record Range(String type, String subtype, double quality, int place) {
        boolean includes(String[] offer) {
            return (type.equals(ANYTHING) || type.equals(offer[0]))
                    && (subtype.equals(ANYTHING) || subtype.equals(offer[1]));
        }

        /// A more specific range takes precedence over a less specific one, in any order.
        int precision() {
            return (type.equals(ANYTHING) ? 0 : 1) + (subtype.equals(ANYTHING) ? 0 : 1);
        }
    }

    /// Parses the lines of the field.
    public static Accept of(List<String> lines) {
        var texts = lines.stream()
                .flatMap(line -> split(line, ',').stream())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        var ranges = new ArrayList<Range>();
        for (var text : texts) {
            range(text, ranges.size()).ifPresent(ranges::add);
        }
        return new Accept(ranges, texts.isEmpty());
    }

    /// The offer that the client prefers: by quality, then by how specific its range is, then by the order of
    /// the ranges in the field, then by the order of the offers. Empty if none is accepted.
    ///
    /// @param offers media types without parameters, in lower case
    public Optional<String> best(List<String> offers) {
        return offers.stream()
                .filter(offer -> quality(offer) > 0)
                .min(Comparator.comparingDouble((String offer) -> -quality(offer))
                        .thenComparingInt(offer -> -precision(offer))
                        .thenComparingInt(this::place));
    }

    private double quality(String offer) {
        return takesAll ? 1 : decisive(offer).map(Range::quality).orElse(0.0);
    }

    private int precision(String offer) {
        return takesAll ? 0 : decisive(offer).map(Range::precision).orElse(0);
    }

    private int place(String offer) {
        return takesAll ? 0 : decisive(offer).map(Range::place).orElse(0);
    }

    private Optional<Range> decisive(String offer) {
        var parts = offer.split("/", 2);
        return ranges.stream()
                .filter(range -> range.includes(parts))
                .max(Comparator.comparingInt(Range::precision).thenComparing(Range::place, Comparator.reverseOrder()));
    }

    /// A range with its quality. Other parameters are ignored: the offers have none.
    private static Optional<Range> range(String text, int place) {
        var parts = split(text, ';');
        var name = RANGE.matcher(parts.getFirst().strip().toLowerCase(Locale.ROOT));
        if (!name.matches() || (name.group(1).equals(ANYTHING) && !name.group(2).equals(ANYTHING))) {
            return Optional.empty();
        }
        var quality = 1.0;
        for (var parameter : parts.subList(1, parts.size())) {
            var pair = parameter.strip().split("=", 2);
            if (pair[0].strip().equalsIgnoreCase("q")) {
                var value = pair.length < 2 ? "" : pair[1].strip();
                if (!QUALITY.matcher(value).matches()) {
                    return Optional.empty();
                }
                quality = Double.parseDouble(value);
            }
        }
        return Optional.of(new Range(name.group(1), name.group(2), quality, place));
    }

    /// The parts of a text between separators outside of quotes.
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == '"') {
                isQuoted = !isQuoted;
            } else if (letter == '\\' && isQuoted && i + 1 < text.length()) {
                part.append(letter);
                i++;
            } else if (letter == separator && !isQuoted) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(text.charAt(i));
        }
        parts.add(part.toString());
        return parts;
    }
}
