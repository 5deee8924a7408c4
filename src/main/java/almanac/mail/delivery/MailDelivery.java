package almanac.mail.delivery;

import almanac.base.problem.ProblemException;
import almanac.mail.delivery.MailMeters.Outcome;
import almanac.mail.letter.Letters;
import almanac.mail.outbox.Outbox;
import almanac.mail.outbox.QueuedMail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Sends a batch of mails, all at once. What became of them is noted afterwards: if this node dies before, another one
/// sends the batch again.
@Singleton
class MailDelivery {
    private static final Logger LOG = Logger.getLogger(MailDelivery.class);

    /// A mail that was sent and is not noted is sent again, so noting it is tried for as long as the batch is taken.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PERSISTENCE = Duration.ofSeconds(80);

    private final Outbox outbox;
    private final Letters letters;
    private final Postman postman;
    private final MailMeters meters;

    MailDelivery(Outbox outbox, Letters letters, Postman postman, MailMeters meters) {
        this.outbox = outbox;
        this.letters = letters;
        this.postman = postman;
        this.meters = meters;
    }

    /// Takes a batch and sends it.
    ///
    /// @return whether there may be more
    Uni<Boolean> batch() {
        return outbox.take()
                .chain(mails -> mails.isEmpty()
                        ? Uni.createFrom().item(false)
                        : send(mails).replaceWith(mails.size() == Outbox.BATCH));
    }

    private Uni<Void> send(List<QueuedMail> mails) {
        return Multi.createFrom()
                .iterable(mails)
                .onItem()
                .transformToUni(this::send)
                .merge(Outbox.BATCH)
                .filter(sent -> sent.outcome != Outcome.REFUSED)
                .map(sent -> sent.mail.id())
                .collect()
                .asList()
                .chain(sent -> persistently(outbox.remove(sent)));
    }

    private static <T> Uni<T> persistently(Uni<T> noting) {
        return noting.onFailure(ProblemException.class)
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .expireIn(PERSISTENCE.toMillis());
    }

    /// What became of a mail.
    private record Sent(QueuedMail mail, Outcome outcome) {}

    private Uni<Sent> send(QueuedMail mail) {
        return letters.of(mail)
                .chain(letter -> letter.isEmpty()
                        ? Uni.createFrom().item(Outcome.EXPIRED)
                        : postman.send(mail, letter.get()).replaceWith(Outcome.SENT))
                .invoke(outcome -> meters.count(mail.kind(), outcome))
                .onFailure()
                .recoverWithUni(failure -> refused(mail, failure))
                .map(outcome -> new Sent(mail, outcome));
    }

    /// The address is in the database alone: no log contains it.
    private Uni<Outcome> refused(QueuedMail mail, Throwable failure) {
        var error = String.valueOf(failure.getMessage());
        return persistently(outbox.refused(mail, error)).map(isGivenUp -> {
            meters.count(mail.kind(), isGivenUp ? Outcome.GIVEN_UP : Outcome.REFUSED);
            LOG.warnf(
                    "Mail %d was not taken by the mail server, attempt %d%s",
                    mail.id(), mail.attempts(), isGivenUp ? "; it is given up" : "");
            return Outcome.REFUSED;
        });
    }
}
