package almanac.log.change;

import almanac.log.change.Seen.Document;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change as it is stored in the log.
///
/// @param position its position
/// @param kind `event` or `calendar`
/// @param subject the id of what changed
/// @param calendarId the calendar that holds it
/// @param formerCalendarId the calendar that held it before; null where that is the same
/// @param reason why it changed
/// @param actor the zuid of the account that made the change, or `system`
/// @param actorName the name of that account; null for `system`, and where the account was removed
/// @param changed the names of the fields that differ
/// @param oldTag the `edit_tag` before
/// @param newTag the `edit_tag` after
/// @param committedAt the time of the change, in epoch ms
/// @param audience the zuids of the accounts that could see it before or can after, ascending
/// @param beforeOf for each of them, the number of the document before the change, 0 for none
/// @param afterOf for each of them, the number of the document after the change, 0 for none
/// @param documents the documents, numbered from 1
/// @param endings what replaces the last character of a document for accounts that see a different ending,
///     numbered from 1
/// @param recurrenceId the recurrence id, if the change is of one occurrence of a series; else null
public record LoggedChange(
        long position,
        String kind,
        String subject,
        long calendarId,
        @Nullable Long formerCalendarId,
        String reason,
        String actor,
        @Nullable String actorName,
        List<String> changed,
        @Nullable Long oldTag,
        @Nullable Long newTag,
        long committedAt,
        List<Long> audience,
        List<Integer> beforeOf,
        List<Integer> afterOf,
        List<Document> documents,
        List<String> endings,
        @Nullable String recurrenceId) {

    /// A number holds a document and an ending: document + `ENDING` × ending.
    private static final int ENDING = 65_536;

    public static final String COLUMNS =
            "position, kind, subject, calendar_id, reason, actor, changed, old_tag, new_tag,"
                    + " committed_at, audience, before_of, after_of, documents,"
                    + " (select name from account where zuid = nullif(actor, 'system')::bigint), former_calendar_id, endings,"
                    + " recurrence_id";

    /// The number of these columns.
    public static final int WIDTH = 18;

    public static LoggedChange of(Row row) {
        var changed = row.getString(6);
        return new LoggedChange(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(15),
                row.getString(4),
                row.getString(5),
                row.getString(14),
                changed.isEmpty() ? List.of() : Arrays.asList(changed.split(" ", -1)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                Arrays.asList(row.getDelegate().getArrayOfLongs(10)),
                Arrays.asList(row.getDelegate().getArrayOfIntegers(11)),
                Arrays.asList(row.getDelegate().getArrayOfIntegers(12)),
                Arrays.stream(row.getDelegate().getArrayOfStrings(13))
                        .map(Document::new)
                        .toList(),
                Arrays.asList(row.getDelegate().getArrayOfStrings(16)),
                row.getString(17));
    }

    /// The name of the item that the change is about. For a whole series that of all its occurrences begins
    /// with it.
    public ItemId item() {
        return ItemId.ofChange(subject, recurrenceId);
    }

    /// The number of characters of its documents, about its size in memory in bytes.
    public long weight() {
        return documents.stream().mapToLong(Document::length).sum();
    }

    /// What an account saw before the change; empty for nothing.
    public Optional<Seen> before(long zuid) {
        return document(beforeOf, zuid);
    }

    /// What an account sees after the change; empty for nothing.
    public Optional<Seen> after(long zuid) {
        return document(afterOf, zuid);
    }

    /// The document before the change; empty if there was none.
    public Optional<Document> before() {
        return document(beforeOf);
    }

    /// The document after the change; empty if there is none.
    public Optional<Document> after() {
        return document(afterOf);
    }

    private Optional<Document> document(List<Integer> numbers) {
        return numbers.stream()
                .filter(number -> number != 0)
                .findFirst()
                .map(number -> documents.get(number % ENDING - 1));
    }

    private Optional<Seen> document(List<Integer> numbers, long zuid) {
        var index = Collections.binarySearch(audience, zuid);
        var number = index < 0 ? 0 : numbers.get(index);
        return number == 0 ? Optional.empty() : Optional.of(seen(number));
    }

    private Seen seen(int number) {
        var ending = number / ENDING;
        return new Seen(documents.get(number % ENDING - 1), ending == 0 ? "" : endings.get(ending - 1));
    }
}
