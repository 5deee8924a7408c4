package almanac.mail.letter;

import almanac.access.signature.SigningKey;
import almanac.event.model.Event;
import almanac.mail.link.GuestLink;
import almanac.mail.outbox.MailConfig;
import almanac.mail.outbox.MailKind;
import almanac.mail.outbox.QueuedMail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes a letter about an event, in the language of its reader.
@Singleton
class LetterWriter {
    /// The path of the page on which a guest answers.
    private static final String ANSWER = "/answer/";

    private final LetterTemplates templates;
    private final Languages languages;
    private final SigningKey key;
    private final EventNames names;
    private final MailConfig config;

    LetterWriter(LetterTemplates templates, Languages languages, SigningKey key, EventNames names, MailConfig config) {
        this.templates = templates;
        this.languages = languages;
        this.key = key;
        this.names = names;
        this.config = config;
    }

    /// A reminder.
    ///
    /// @param now epoch ms
    Letter reminder(Event event, Moments moments, long now) {
        var messages = languages.messages(moments.locale());
        var lead = messages.reminderLead(Moments.in(event.startTime() - now, messages));
        var content = content(event, moments, lead, null, messages.reminderFooter());
        return letter(messages.reminderSubject(content.title(), content.when()), content, event, moments, null);
    }

    /// An invitation, a change or a cancellation.
    Uni<Letter> news(QueuedMail mail, Event event, Moments moments) {
        return names.find(mail.event()).chain(uid -> news(mail, new GuestCalendar(mail.kind(), uid, event), moments));
    }

    private Uni<Letter> news(QueuedMail mail, GuestCalendar calendar, Moments moments) {
        return key.read().map(secret -> {
            var event = calendar.event();
            var messages = languages.messages(moments.locale());
            var organizer = event.organizer().name();
            var answer = mail.kind() == MailKind.CANCELLATION
                    ? null
                    : config.url()
                            .map(url ->
                                    address(url.toString(), GuestLink.of(mail).token(secret)))
                            .orElse(null);
            var lead = lead(mail.kind(), messages, organizer);
            var content = content(event, moments, lead, answer, messages.guestFooter(organizer));
            return letter(
                    subject(mail.kind(), messages, content.title(), content.when()), content, event, moments, calendar);
        });
    }

    private static String address(String url, String token) {
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + ANSWER + token;
    }

    private static String subject(MailKind kind, MailMessages messages, String title, String when) {
        return switch (kind) {
            case REMINDER -> messages.reminderSubject(title, when);
            case INVITATION -> messages.invitationSubject(title, when);
            case CHANGE -> messages.changeSubject(title, when);
            case CANCELLATION -> messages.cancellationSubject(title, when);
        };
    }

    private static String lead(MailKind kind, MailMessages messages, String organizer) {
        return switch (kind) {
            case REMINDER -> throw new IllegalArgumentException("a reminder is of nobody");
            case INVITATION -> messages.invitationLead(organizer);
            case CHANGE -> messages.changeLead(organizer);
            case CANCELLATION -> messages.cancellationLead(organizer);
        };
    }

    private static LetterContent content(
            Event event, Moments moments, String lead, @Nullable String answer, String footer) {
        return new LetterContent(
                lead,
                event.title(),
                moments.when(event),
                event.location(),
                event.meetingLink(),
                event.organizer().name(),
                event.description(),
                event.repeats(),
                answer,
                footer);
    }

    private Letter letter(
            String subject, LetterContent content, Event event, Moments moments, @Nullable GuestCalendar calendar) {
        return new Letter(
                subject,
                templates.text(content, moments.locale()),
                templates.html(content, moments.locale()),
                event.organizer().email(),
                Optional.ofNullable(calendar).map(GuestCalendar::method).orElse(null),
                Optional.ofNullable(calendar).map(GuestCalendar::text).orElse(null));
    }
}
