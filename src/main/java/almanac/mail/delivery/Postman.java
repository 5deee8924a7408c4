package almanac.mail.delivery;

import almanac.mail.letter.Letter;
import almanac.mail.outbox.MailConfig;
import almanac.mail.outbox.QueuedMail;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Hands a letter to the mail server.
@Singleton
class Postman {
    private final ReactiveMailer mailer;
    private final MailConfig config;

    Postman(ReactiveMailer mailer, MailConfig config) {
        this.mailer = mailer;
        this.config = config;
    }

    /// Sends a letter; fails if the mail server refuses it, or does not answer in time.
    Uni<Void> send(QueuedMail to, Letter letter) {
        var patience = config.patience();
        return mailer.send(mail(to, letter))
                .ifNoItem()
                .after(patience)
                .failWith(() -> new IOException("no answer within " + patience.toMillis() + " ms"));
    }

    /// The mail. Its `Message-ID` is that of the row, so that a reader's program folds two of one mail into one.
    private static Mail mail(QueuedMail to, Letter letter) {
        var mail = Mail.withText(to.address(), letter.subject(), letter.text())
                .setHtml(letter.html())
                .setReplyTo(letter.replyTo())
                .addHeader("Subject", HeaderText.encode(letter.subject()))
                .addHeader("Message-ID", "<" + to.createdAt() + "." + to.id() + "@almanac>")
                .addHeader("Auto-Submitted", "auto-generated");
        var calendar = letter.calendar();
        return calendar == null
                ? mail
                : mail.addAttachment(
                        "invite.ics",
                        calendar.getBytes(StandardCharsets.UTF_8),
                        "text/calendar; charset=UTF-8; method=" + letter.method());
    }
}
