package almanac.mail.letter;

import almanac.mail.outbox.MailConfig;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;

/// The languages that mails are written in.
@Singleton
public class Languages {
    /// For each language the locale of its dates and times.
    private static final List<Locale> ALL = List.of(Locale.UK, Locale.GERMANY);

    private final Locale usual;

    Languages(MailConfig config) {
        this.usual = find(config.language()).orElse(Locale.UK);
    }

    private static Optional<Locale> find(String language) {
        return ALL.stream()
                .filter(locale -> locale.getLanguage()
                        .equals(Locale.forLanguageTag(language).getLanguage()))
                .findFirst();
    }

    /// A language by its tag, such as `de`; that of the service for an unknown one.
    Locale of(Optional<String> language) {
        return language.flatMap(Languages::find).orElse(usual);
    }

    /// The language that a reader likes best.
    ///
    /// @param accepted a field `Accept-Language`; empty if none was sent
    public Locale liked(Optional<String> accepted) {
        return accepted.flatMap(Languages::best).orElse(usual);
    }

    private static Optional<Locale> best(String accepted) {
        try {
            return LanguageRange.parse(accepted).stream()
                    .flatMap(range -> find(range.getRange()).stream())
                    .findFirst();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /// The sentences of a language.
    public MailMessages messages(Locale locale) {
        return MessageBundles.get(MailMessages.class, Localized.Literal.of(locale.getLanguage()));
    }
}
