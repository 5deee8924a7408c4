package almanac.event.subscription;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/// The names of colours that RFC 7986 takes: those of CSS Color Module Level 3, of which the 17 basic ones and some
/// more are enough to tell calendars apart.
final class ColorNames {
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("black", 0x000000),
            Map.entry("silver", 0xC0C0C0),
            Map.entry("gray", 0x808080),
            Map.entry("white", 0xFFFFFF),
            Map.entry("maroon", 0x800000),
            Map.entry("red", 0xFF0000),
            Map.entry("purple", 0x800080),
            Map.entry("fuchsia", 0xFF00FF),
            Map.entry("green", 0x008000),
            Map.entry("lime", 0x00FF00),
            Map.entry("olive", 0x808000),
            Map.entry("yellow", 0xFFFF00),
            Map.entry("navy", 0x000080),
            Map.entry("blue", 0x0000FF),
            Map.entry("teal", 0x008080),
            Map.entry("aqua", 0x00FFFF),
            Map.entry("orange", 0xFFA500),
            Map.entry("brown", 0xA52A2A),
            Map.entry("chocolate", 0xD2691E),
            Map.entry("gold", 0xFFD700),
            Map.entry("hotpink", 0xFF69B4),
            Map.entry("indigo", 0x4B0082),
            Map.entry("mediumpurple", 0x9370DB),
            Map.entry("olivedrab", 0x6B8E23),
            Map.entry("royalblue", 0x4169E1),
            Map.entry("saddlebrown", 0x8B4513),
            Map.entry("seagreen", 0x2E8B57),
            Map.entry("sienna", 0xA0522D),
            Map.entry("skyblue", 0x87CEEB),
            Map.entry("slateblue", 0x6A5ACD),
            Map.entry("steelblue", 0x4682B4),
            Map.entry("tomato", 0xFF6347),
            Map.entry("violet", 0xEE82EE));

    private ColorNames() {}

    /// The name of the nearest colour.
    ///
    /// @param color as `#RRGGBB`
    static String nearest(String color) {
        var rgb = HexFormat.fromHexDigits(color, 1, 7);
        return NAMES.entrySet().stream()
                .min(Comparator.<Map.Entry<String, Integer>>comparingInt(entry -> distance(rgb, entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow()
                .getKey();
    }

    private static int distance(int one, int other) {
        return square(one >> 16, other >> 16) + square(one >> 8, other >> 8) + square(one, other);
    }

    private static int square(int one, int other) {
        var difference = (one & 0xFF) - (other & 0xFF);
        return difference * difference;
    }
}
