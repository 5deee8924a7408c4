package almanac.base.request;

import java.util.Set;

/// What can be said of text from outside.
public final class Texts {
    /// What has no category of its own for it and yet shows nothing: fillers of Hangul, vowels of Khmer that are
    /// not written, the braille pattern without dots.
    private static final Set<Integer> BLANKS = Set.of(0x115f, 0x1160, 0x3164, 0xffa0, 0x17b4, 0x17b5, 0x2800, 0x034f);

    private Texts() {}

    /// Whether a character shows something by itself: no space of any kind, no control or format character, no
    /// variation selector, nothing that is not assigned.
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

    /// Whether the text can be stored and sent back: well-formed UTF-16 without NUL.
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
