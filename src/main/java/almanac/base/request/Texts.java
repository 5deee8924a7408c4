package almanac.base.request;

import java.util.Set;

/// Properties of characters and texts that clients send.
public final class Texts {
    /// Blank characters of visible categories: Hangul fillers, unwritten Khmer vowels, the braille pattern
    /// without dots.
    private static final Set<Integer> BLANKS = Set.of(0x115f, 0x1160, 0x3164, 0xffa0, 0x17b4, 0x17b5, 0x2800, 0x034f);

    private Texts() {}

    /// Whether a character is visible by itself: no space, control or format character, no variation
    /// selector, and assigned.
    public static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> !isVariation(character) && !BLANKS.contains(character);
        };
    }

    private static boolean isVariation(int character) {
        return (character >= 0xfe00 && character <= 0xfe0f)
                || (character >= 0xe0100 && character <= 0xe01ef)
                || (character >= 0x180b && character <= 0x180f);
    }

    /// Whether a text can be stored and sent back: well-formed UTF-16 without NUL.
    public static boolean isStorable(String text) {
        for (var i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (unit == 0 || Character.isLowSurrogate(unit)) {
                return false;
            }
            if (Character.isHighSurrogate(unit)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
