package almanac.change;

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
public record LoggedChange(
        long position,
        String kind,
        String subject,
        long calendarId,
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
        List<String> documents) {

    static final String COLUMNS = "position, kind, subject, calendar_id, reason, actor, changed, old_tag, new_tag,"
            + " committed_at, audience, before_of, after_of, documents,"
            + " (select name from account where zuid = nullif(actor, 'system')::bigint)";

    static LoggedChange of(Row row) {
        var changed = row.getString(6);
        return new LoggedChange(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getLong(3),
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
                Arrays.asList(row.getDelegate().getArrayOfStrings(13)));
    }

    /// What an account saw before.
    public Optional<String> before(long zuid) {
        return document(beforeOf, zuid);
    }

    /// What an account sees after.
    public Optional<String> after(long zuid) {
        return document(afterOf, zuid);
    }

    private Optional<String> document(List<Integer> numbers, long zuid) {
        var index = Collections.binarySearch(audience, zuid);
        var number = index < 0 ? 0 : numbers.get(index);
        return number == 0 ? Optional.empty() : Optional.of(documents.get(number - 1));
    }
}
