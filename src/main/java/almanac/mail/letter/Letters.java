package almanac.mail.letter;

import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.mail.letter.Readers.Reader;
import almanac.mail.outbox.CurrentEvents;
import almanac.mail.outbox.CurrentEvents.Current;
import almanac.mail.outbox.QueuedMail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/// Writes the letters of mails.
@Singleton
public class Letters {
    private final CurrentEvents events;
    private final EventDocuments documents;
    private final Readers readers;
    private final LetterWriter writer;
    private final Clock clock;

    Letters(CurrentEvents events, EventDocuments documents, Readers readers, LetterWriter writer, Clock clock) {
        this.events = events;
        this.documents = documents;
        this.readers = readers;
        this.writer = writer;
        this.clock = clock;
    }

    /// The letter of a mail; empty if the mail is of no use any more: its event has begun or ended, or, for a
    /// reminder, has moved or does not concern the recipient any more.
    public Uni<Optional<Letter>> of(QueuedMail mail) {
        if (clock.millis() >= mail.expiresAt()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return mail.document() == null ? reminder(mail) : news(mail, documents.read(mail.document()));
    }

    private Uni<Optional<Letter>> reminder(QueuedMail mail) {
        return events.find(mail.event(), mail.occurrence())
                .chain(found -> found.filter(
                                current -> Objects.equals(current.event().startTime(), mail.startsAt()))
                        .map(current -> reminder(mail, current))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Letter>> reminder(QueuedMail mail, Current current) {
        return readers.find(mail.address(), current.event())
                .map(reader -> Optional.of(reader)
                        .filter(each -> concerns(current, each, mail.address()))
                        .map(each -> writer.reminder(current.event(), each.moments(), clock.millis())));
    }

    private static boolean concerns(Current current, Reader reader, String address) {
        var folded = Accounts.address(address);
        return current.event().attendees().stream()
                .filter(attendee -> Accounts.address(attendee.email()).equals(folded))
                .findFirst()
                .map(attendee -> attendee.status() != Attendee.Status.DECLINED)
                .orElse(current.owner() == reader.zuid());
    }

    private Uni<Optional<Letter>> news(QueuedMail mail, Event event) {
        return readers.find(mail.address(), event)
                .chain(reader -> writer.news(mail, event, reader.moments()))
                .map(Optional::of);
    }
}
