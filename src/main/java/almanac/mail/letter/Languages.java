package almanac.mail.letter;

import almanac.base.request.SpokenLanguages;
import almanac.mail.outbox.MailConfig;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/// The languages that mails are written in.
@Singleton
public class Languages {
    private final Locale usual;

    Languages(MailConfig config) {
        this.usual = SpokenLanguages.find(config.language()).orElse(Locale.UK);
    }

    /// A language by its tag, such as `de`; that of the service for an unknown one.
    Locale of(Optional<String> language) {
        return language.flatMap(SpokenLanguages::find).orElse(usual);
    }

    /// The language that a reader likes best.
    ///
    /// @param accepted a field `Accept-Language`; empty if none was sent
    public Locale liked(Optional<String> accepted) {
        return accepted.flatMap(SpokenLanguages::best).orElse(usual);
    }

    /// The sentences of a language.
    public MailMessages messages(Locale locale) {
        return MessageBundles.get(MailMessages.class, Localized.Literal.of(locale.getLanguage()));
    }
}
