package almanac.mail.invitation;

import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.mail.outbox.MailConfig;
import almanac.mail.outbox.Outbox;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes invitations, changes and cancellations to guests who have no account.
@Singleton
public class Invitations {
    /// How long such a mail of a series is tried.
    private static final Duration SERIES = Duration.ofDays(30);

    /// Older changes are not told: there was no mail server then.
    private static final Duration OLDEST = Duration.ofDays(1);

    private static final String CALENDARS =
            "select id from calendar where id = any($1) and can_send_mail and upstream is null";
    private static final String IMPORTED = "select event_id from ical where event_id = any($1)";
    private static final String CREATED = "created";

    private final EventDocuments documents;
    private final Outbox outbox;
    private final MailConfig config;
    private final Clock clock;

    Invitations(EventDocuments documents, Outbox outbox, MailConfig config, Clock clock) {
        this.documents = documents;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /// Writes the mails that changes of events ask for.
    public Uni<Void> tell(Statements statements, List<LoggedChange> changes) {
        var oldest = clock.millis() - OLDEST.toMillis();
        var told = changes.stream()
                .filter(change ->
                        config.invitations() && change.committedAt() >= oldest && GuestNews.isTold(change.reason()))
                .toList();
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return ids(statements, told)
                .chain(known -> Multi.createFrom()
                        .iterable(told)
                        .filter(known::concerns)
                        .onItem()
                        .transformToUniAndConcatenate(
                                change -> tell(statements, change).replaceWith(true))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /// What decides whether guests are told.
    ///
    /// @param calendars those that send mails
    /// @param imported the events that came from a file: their guests were invited elsewhere
    private record Known(Set<Long> calendars, Set<String> imported) {
        boolean concerns(LoggedChange change) {
            return calendars.contains(change.calendarId())
                    && !(change.reason().equals(CREATED) && imported.contains(change.subject()));
        }
    }

    private static Uni<Known> ids(Statements statements, List<LoggedChange> changes) {
        var calendars =
                changes.stream().map(LoggedChange::calendarId).distinct().toArray(Long[]::new);
        var events = changes.stream().map(LoggedChange::subject).distinct().toArray(String[]::new);
        return statements
                .run(CALENDARS, Tuple.tuple().addValue(calendars))
                .chain(sending -> statements
                        .run(IMPORTED, Tuple.tuple().addValue(events))
                        .map(imported -> {
                            var found = new Known(new TreeSet<>(), new TreeSet<>());
                            sending.forEach(row -> found.calendars.add(row.getLong(0)));
                            imported.forEach(row -> found.imported.add(row.getString(0)));
                            return found;
                        }));
    }

    private Uni<Void> tell(Statements statements, LoggedChange change) {
        var before = change.before().map(this::event);
        var after = change.after().map(this::event);
        return Multi.createFrom()
                .iterable(GuestNews.of(before, after, change.changed()))
                .filter(news -> expiry(news.event()) > clock.millis())
                .onItem()
                .transformToUniAndConcatenate(news -> outbox.tell(
                                statements,
                                news.kind(),
                                news.address(),
                                news.event().key(),
                                documents.write(news.event()),
                                expiry(news.event()))
                        .replaceWith(true))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Event event(Seen.Document document) {
        return documents.read(document.text());
    }

    /// When a mail of an event is of no use any more: when it has ended.
    private long expiry(Event event) {
        return event.repeats() ? clock.millis() + SERIES.toMillis() : event.endTime();
    }
}
