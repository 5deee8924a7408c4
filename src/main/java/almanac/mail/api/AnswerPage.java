package almanac.mail.api;

import almanac.event.model.Attendee.Status;
import almanac.event.model.Event;
import almanac.mail.letter.MailMessages;
import almanac.mail.letter.Moments;
import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.Locale;

/// The page on which a guest answers an invitation.
///
/// @param language the tag of its language
/// @param nonce allows its style
/// @param title the title of the event, or what else there is to say
/// @param when the event's time, in words; empty if there is no event to answer for
/// @param where its place; empty for none
/// @param organizer who organizes it
/// @param repeats whether it is a series
/// @param answered what the guest has said; empty for nothing yet
/// @param action the address of this page, without its origin
/// @param choices the answers
@TemplateData
public record AnswerPage(
        String language,
        String nonce,
        String title,
        String when,
        String where,
        String organizer,
        boolean repeats,
        String answered,
        String action,
        List<Choice> choices) {
    /// An answer.
    ///
    /// @param status as the path has it
    /// @param label in words
    /// @param isChosen whether it is the one that the guest has given
    @TemplateData
    public record Choice(String status, String label, boolean isChosen) {}

    /// The page of an event.
    ///
    /// @param status what the guest has said
    static AnswerPage of(
            Event event, Status status, MailMessages messages, Moments moments, String nonce, String action) {
        return new AnswerPage(
                moments.locale().getLanguage(),
                nonce,
                event.title(),
                moments.when(event),
                event.location(),
                event.organizer().name(),
                event.repeats(),
                said(status, messages),
                action,
                List.of(
                        new Choice(Status.ACCEPTED.text(), messages.yes(), status == Status.ACCEPTED),
                        new Choice(Status.TENTATIVE.text(), messages.maybe(), status == Status.TENTATIVE),
                        new Choice(Status.DECLINED.text(), messages.no(), status == Status.DECLINED)));
    }

    /// The page that says that there is nothing to answer.
    static AnswerPage gone(MailMessages messages, Locale locale, String nonce) {
        return new AnswerPage(locale.getLanguage(), nonce, messages.gone(), "", "", "", false, "", "", List.of());
    }

    private static String said(Status status, MailMessages messages) {
        return switch (status) {
            case ACCEPTED -> messages.answeredYes();
            case TENTATIVE -> messages.answeredMaybe();
            case DECLINED -> messages.answeredNo();
            case YET_TO_RESPOND -> "";
        };
    }
}
