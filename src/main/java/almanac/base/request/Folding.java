package almanac.base.request;

/// How text is compared where case does not count: the one rule for addresses and for titles.
///
/// Each code point is mapped to upper case and then to lower case, by Unicode's simple mappings. So the
/// forms of a letter that differ by its place in a word (final sigma) or that have two lower-case forms
/// (İ and I) are one. The result is stored: PostgreSQL's `lower` follows other rules.
public final class Folding {
    private Folding() {}

    /// The text as it is compared.
    public static String fold(String text) {
        var folded = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); ) {
            var codePoint = text.codePointAt(i);
            folded.appendCodePoint(fold(codePoint));
            i += Character.charCount(codePoint);
        }
        return folded.toString();
    }

    private static int fold(int codePoint) {
        return codePoint < 128
                ? Character.toLowerCase(codePoint)
                : Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
