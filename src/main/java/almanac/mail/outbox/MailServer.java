package almanac.mail.outbox;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Whether there is a mail server. Without one nothing is planned, and nothing is sent.
@Singleton
public class MailServer {
    private static final String HOST = "quarkus.mailer.host";

    /// Sources below this one are presets.
    private static final int SET_BY_SOMEBODY = 1;

    private final boolean isThere;

    MailServer(Config config) {
        var host = config.getConfigValue(HOST);
        this.isThere = host.getValue() != null && host.getSourceOrdinal() >= SET_BY_SOMEBODY;
    }

    /// Whether `quarkus.mailer.host` is set.
    public boolean isThere() {
        return isThere;
    }
}
