package almanac.base.request;

/// Case folding: the rule by which addresses and titles are compared.
///
/// Each code point is mapped to upper case and then to lower case, by Unicode's simple mappings. So forms of
/// a letter that differ by position (final sigma) or that have two lower-case forms (İ and I) compare equal.
/// The folded text is stored: PostgreSQL's `lower` follows other rules.
public final class Folding {
    private Folding() {}

    /// The folded text.
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
