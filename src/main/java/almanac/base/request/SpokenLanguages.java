package almanac.base.request;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;

/// The languages of what the service itself says to people, outside of the page.
public final class SpokenLanguages {
    /// For each language the locale of its dates and times.
    private static final List<Locale> ALL = List.of(Locale.UK, Locale.GERMANY);

    private SpokenLanguages() {}

    /// The locale of a language; empty for one that is not spoken here.
    ///
    /// @param language a tag, such as `de`
    public static Optional<Locale> find(String language) {
        return ALL.stream()
                .filter(locale -> locale.getLanguage()
                        .equals(Locale.forLanguageTag(language).getLanguage()))
                .findFirst();
    }

    /// The language that a reader likes best; empty if none of them is spoken here.
    ///
    /// @param accepted a field `Accept-Language`
    public static Optional<Locale> best(String accepted) {
        try {
            return LanguageRange.parse(accepted).stream()
                    .flatMap(range -> find(range.getRange()).stream())
                    .findFirst();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
