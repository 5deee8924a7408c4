package almanac.mail.outbox;

import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// A mail that was not sent yet.
///
/// @param id its number
/// @param kind what it is for
/// @param address the recipient's address, as it was entered
/// @param eventId the event, or the exception of a series, that it tells of
/// @param recurrenceId of a reminder: the occurrence of a series; null for another event
/// @param startsAt of a reminder: when the event begins, epoch ms; else null
/// @param minutes of a reminder: how long before; else null
/// @param document the JSON of the event that it tells of; null for a reminder, which tells of what is stored
/// @param createdAt when it was written, epoch ms
/// @param dueAt when it is tried next, epoch ms
/// @param expiresAt from when it is of no use any more, epoch ms
/// @param attempts how often it was tried, this time included
/// @param failedAt when it was given up, epoch ms; null if it was not
/// @param error why it was refused last; null if it was not
public record QueuedMail(
        long id,
        MailKind kind,
        String address,
        String eventId,
        @Nullable String recurrenceId,
        @Nullable Long startsAt,
        @Nullable Integer minutes,
        @Nullable String document,
        long createdAt,
        long dueAt,
        long expiresAt,
        int attempts,
        @Nullable Long failedAt,
        @Nullable String error) {
    static final String COLUMNS =
            "id, kind, address, event_id, recurrence_id, starts_at, minutes, document, created_at,"
                    + " due_at, expires_at, attempts, failed_at, error";

    static QueuedMail of(Row row) {
        return new QueuedMail(
                row.getLong(0),
                MailKind.of(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getInteger(6),
                row.getString(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getInteger(11),
                row.getLong(12),
                row.getString(13));
    }

    /// The `id` of the event without that of an occurrence.
    public String event() {
        var slash = eventId.indexOf('/');
        return slash < 0 ? eventId : eventId.substring(0, slash);
    }

    /// Which occurrence of a series it tells of; null for a series, and for an event that does not repeat.
    public @Nullable String occurrence() {
        var slash = eventId.indexOf('/');
        return slash < 0 ? recurrenceId : eventId.substring(slash + 1);
    }
}
