package almanac.request;

/// What can be said of text from outside.
public final class Texts {
    private Texts() {}

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
