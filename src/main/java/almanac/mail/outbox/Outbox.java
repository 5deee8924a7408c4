package almanac.mail.outbox;

import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mails that are to be sent. A mail is written in the transaction of what it follows from, and taken by one node
/// at a time.
@Singleton
public class Outbox {
    /// The most mails that a node takes at once: so many may be sent twice if it dies.
    public static final int BATCH = 10;

    /// How long a node has for them.
    private static final Duration LEASE = Duration.ofMinutes(2);

    /// The attempts after the first, which come 1, 2, 4, 8 and 16 minutes after the one before.
    private static final int REPEATS = 5;

    /// Mails beyond so many are not counted.
    private static final int COUNTED = 10_000;

    /// What is stored of an error.
    private static final int ERROR = 500;

    private static final String TAKE = "select " + QueuedMail.COLUMNS + " from mail_take($1, $2, $3, $4) order by id";
    private static final String TELL = "select mail_tell($1, $2, $3, $4, $5, $6)";
    private static final String SENT = "delete from mail where id = any($1)";
    private static final String REFUSED =
            "update mail set due_at = $2, is_taken = false, error = $3, failed_at = $4 where id = $1";
    private static final String REMIND = "insert into mail (kind, address, event_id, recurrence_id, starts_at, minutes,"
            + " created_at, due_at, expires_at) select 'reminder', a, e, r, s, m, $7, $7, x"
            + " from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::bigint[]) n (a, e, r, s, m, x)";
    private static final String LIST = "select " + QueuedMail.COLUMNS + " from mail where (failed_at is not null) = $1"
            + " and id > $2 order by id limit $3";
    private static final String AGAIN = "update mail set due_at = $2, expires_at = greatest(expires_at, $3),"
            + " attempts = 0, failed_at = null where id = $1 and failed_at is not null";
    private static final String PRUNE =
            "with names as (delete from ical_removed where removed_at < $2) delete from mail where failed_at < $1";

    /// How long names of removed events are kept: longer than a mail about one is tried.
    private static final Duration NAMES = Duration.ofDays(2);

    private static final String WAITING =
            "select (select count(*) from (select from mail where failed_at is null limit $1) w),"
                    + " (select count(*) from (select from mail where failed_at is not null limit $1) f)";

    private final Transactions transactions;
    private final MailConfig config;
    private final Clock clock;

    Outbox(Transactions transactions, MailConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    /// A reminder for one recipient.
    ///
    /// @param address the recipient's address
    /// @param eventId the event, or the exception of a series
    /// @param recurrenceId the occurrence of a series; null for another event
    /// @param startsAt when it begins, epoch ms
    /// @param minutes how long before the recipient is reminded
    /// @param expiresAt from when the reminder is of no use, epoch ms
    public record Reminder(
            String address,
            String eventId,
            @Nullable String recurrenceId,
            long startsAt,
            int minutes,
            long expiresAt) {}

    /// How many mails wait, and how many were given up.
    public record Counts(long waiting, long failed) {}

    /// Adds reminders.
    public Uni<Void> remind(Statements statements, List<Reminder> reminders) {
        if (reminders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var parameters = Tuple.tuple()
                .addValue(reminders.stream().map(Reminder::address).toArray(String[]::new))
                .addValue(reminders.stream().map(Reminder::eventId).toArray(String[]::new))
                .addValue(reminders.stream().map(Reminder::recurrenceId).toArray(String[]::new))
                .addValue(reminders.stream().map(Reminder::startsAt).toArray(Long[]::new))
                .addValue(reminders.stream().map(Reminder::minutes).toArray(Integer[]::new))
                .addValue(reminders.stream().map(Reminder::expiresAt).toArray(Long[]::new))
                .addLong(clock.millis());
        return statements.store(REMIND, parameters).replaceWithVoid();
    }

    /// Adds a mail about an event to a guest. One that waits for the same guest and event is replaced: only the last
    /// state is told.
    ///
    /// @param document the JSON of the event
    /// @param expiresAt from when the mail is of no use, epoch ms
    public Uni<Void> tell(
            Statements statements, MailKind kind, String address, String eventId, String document, long expiresAt) {
        var parameters = Tuple.of(kind.text(), address, eventId, document, clock.millis(), expiresAt);
        return statements.store(TELL, parameters).replaceWithVoid();
    }

    /// Takes some mails that are due. They are due again for another node when this one does not come back.
    public Uni<List<QueuedMail>> take() {
        var now = clock.millis();
        return transactions
                .statements()
                .store(TAKE, Tuple.of(now, now + LEASE.toMillis(), BATCH, config.perMinute()))
                .map(rows -> rows.stream().map(QueuedMail::of).toList());
    }

    /// Removes mails that were sent, or are of no use any more.
    public Uni<Void> remove(Collection<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions
                        .statements()
                        .store(SENT, Tuple.tuple().addValue(ids.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    /// Notes that a mail was refused: it is tried again later, or given up.
    ///
    /// @return whether it was given up
    public Uni<Boolean> refused(QueuedMail mail, String error) {
        var now = clock.millis();
        var isLast = mail.attempts() > REPEATS;
        var due = now
                + Duration.ofMinutes(1L << Math.min(mail.attempts() - 1, REPEATS))
                        .toMillis();
        var text = error.length() > ERROR ? error.substring(0, ERROR) : error;
        return transactions
                .statements()
                .store(REFUSED, Tuple.of(mail.id(), due, text, isLast ? (Long) now : null))
                .replaceWith(isLast);
    }

    /// Mails that wait or were given up, oldest first.
    ///
    /// @param after the number of the last one of the page before; 0 for the first page
    public Uni<List<QueuedMail>> list(boolean areFailed, long after, int most) {
        return transactions
                .statements()
                .run(LIST, Tuple.of(areFailed, after, most))
                .map(rows -> rows.stream().map(QueuedMail::of).toList());
    }

    /// Lets a mail that was given up be tried again, for an hour at least.
    ///
    /// @return whether there was one
    public Uni<Boolean> tryAgain(long id) {
        var now = clock.millis();
        return transactions
                .statements()
                .store(AGAIN, Tuple.of(id, now, now + Duration.ofHours(1).toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    /// Removes what was given up long ago, and the names of events that were.
    public Uni<Void> prune() {
        var now = clock.millis();
        return transactions
                .statements()
                .store(PRUNE, Tuple.of(now - config.keepFor().toMillis(), now - NAMES.toMillis()))
                .replaceWithVoid();
    }

    /// Counts them, up to 10,000 of each.
    public Uni<Counts> count() {
        return transactions.statements().run(WAITING, Tuple.of(COUNTED)).map(rows -> {
            var row = rows.iterator().next();
            return new Counts(row.getLong(0), row.getLong(1));
        });
    }
}
