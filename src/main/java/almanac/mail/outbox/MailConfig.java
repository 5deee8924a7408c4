package almanac.mail.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The settings of mails. The mail server itself is `quarkus.mailer.*`.
@ConfigMapping(prefix = "almanac.mail")
public interface MailConfig {
    /// The maximum number of mails that all nodes send in a minute.
    @WithDefault("60")
    int perMinute();

    /// Whether guests without an account get invitations, changes and cancellations.
    @WithDefault("true")
    boolean invitations();

    /// The address under which people reach this service, for links in mails; without it a mail has none.
    Optional<URI> url();

    /// The language of mails to those whose language is not known.
    @WithDefault("en")
    String language();

    /// How long the mail server may take for a mail. A batch of mails is sent at once and within two minutes.
    @WithDefault("30s")
    Duration patience();

    /// How long a mail that was given up is kept.
    @WithDefault("720h")
    Duration keepFor();
}
