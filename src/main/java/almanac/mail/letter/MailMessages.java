package almanac.mail.letter;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The sentences of mails, and of the page on which a guest answers. Each language has a file:
/// `messages/mail_en.properties` and so on.
@MessageBundle("mail")
public interface MailMessages {
    /// The subject of a reminder.
    @Message
    String reminderSubject(String title, String when);

    /// What a reminder begins with.
    ///
    /// @param in how long until the event begins
    @Message
    String reminderLead(String in);

    @Message
    String reminderFooter();

    @Message
    String now();

    @Message
    String minutes(long count);

    @Message
    String hours(long count);

    @Message
    String days(long count);

    @Message
    String invitationSubject(String title, String when);

    @Message
    String invitationLead(String organizer);

    @Message
    String changeSubject(String title, String when);

    @Message
    String changeLead(String organizer);

    @Message
    String cancellationSubject(String title, String when);

    @Message
    String cancellationLead(String organizer);

    @Message
    String guestFooter(String organizer);

    @Message
    String when();

    @Message
    String where();

    @Message
    String link();

    @Message
    String organizer();

    @Message
    String repeats();

    @Message
    String ask();

    @Message
    String yes();

    @Message
    String maybe();

    @Message
    String no();

    @Message
    String answeredYes();

    @Message
    String answeredMaybe();

    @Message
    String answeredNo();

    @Message
    String gone();
}
