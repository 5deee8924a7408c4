package almanac.access.consent;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The sentences of the page on which a person approves. Each language has a file: `messages/consent_en.properties` and
/// so on.
@MessageBundle("consent")
public interface ConsentMessages {
    @Message
    String title();

    @Message
    String lead(String client);

    @Message
    String wants();

    @Message
    String calendars();

    @Message
    String calendarsOfEvents();

    @Message
    String events();

    @Message
    String search();

    @Message
    String freeBusy();

    @Message
    String offline();

    @Message
    String online();

    @Message
    String back(String host);

    @Message
    String token();

    @Message
    String tokenHint();

    @Message
    String goOn();

    @Message
    String account();

    @Message
    String ends();

    @Message
    String allow();

    @Message
    String deny();

    @Message
    String wrongToken();

    @Message
    String tooFewScopes();

    @Message
    String unsafe();

    @Message
    String expired();
}
