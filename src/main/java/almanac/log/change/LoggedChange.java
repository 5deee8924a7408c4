package almanac.log.change;

import almanac.log.change.Seen.Document;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change as it stands in the log.
///
/// @param position its place
/// @param kind `event` or `calendar`
/// @param subject the id of what changed
/// @param calendarId the calendar it lies in
/// @param formerCalendarId the calendar it lay in before; null where that is the same
/// @param reason why
/// @param actor the zuid of whoever did it, or `system`
/// @param actorName the name of whoever did it; null for `system`, and where the account is gone
/// @param changed the names of the fields that differ
/// @param oldTag the `edit_tag` before
/// @param newTag the `edit_tag` after
/// @param committedAt when, in epoch ms
/// @param audience who could see it before or can after, ascending
/// @param beforeOf the number of the document each of them saw, 0 for none
/// @param afterOf the number of the document each of them sees, 0 for none
/// @param documents the documents, numbered from 1
/// @param endings what takes the place of a document's last character where accounts see it end otherwise,
///     numbered from 1
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
        List<String> endings) {

    /// The numbers of a document and of its ending are one number: by so much the second is raised.
    private static final int ENDING = 65_536;

    public static final String COLUMNS =
            "position, kind, subject, calendar_id, reason, actor, changed, old_tag, new_tag,"
                    + " committed_at, audience, before_of, after_of, documents,"
                    + " (select name from account where zuid = nullif(actor, 'system')::bigint), former_calendar_id, endings";

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
                Arrays.asList(row.getDelegate().getArrayOfStrings(16)));
    }

    /// How many characters its documents have, about as many bytes as it holds.
    public long weight() {
        return documents.stream().mapToLong(Document::length).sum();
    }

    /// What an account saw before.
    public Optional<Seen> before(long zuid) {
        return document(beforeOf, zuid);
    }

    /// What an account sees after.
    public Optional<Seen> after(long zuid) {
        return document(afterOf, zuid);
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
