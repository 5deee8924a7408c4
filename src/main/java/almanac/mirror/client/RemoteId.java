package almanac.mirror.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What names a remote event: its id, and of an occurrence of a series also its `recurrence_id`, since all occurrences
/// of a series have the series' id. Here each of them is an event whose id is `<id>/<recurrence id>`.
///
/// @param event the id there
/// @param recurrence the start that the rule gives, such as `20250210T050000Z` or `20250210`; null for what does not
///     recur
public record RemoteId(String event, @Nullable String recurrence) {
    private static final String MOMENT = "[0-9]{8}(?:T[0-9]{6}Z?)?";
    private static final Pattern RECURRENCE = Pattern.compile(MOMENT);
    private static final Pattern OCCURRENCE = Pattern.compile("(?s)(.+)/(" + MOMENT + ")");

    /// What an id here means there.
    public static RemoteId of(String id) {
        var occurrence = OCCURRENCE.matcher(id);
        return occurrence.matches() ? new RemoteId(occurrence.group(1), occurrence.group(2)) : new RemoteId(id, null);
    }

    /// What names an item of an answer.
    static RemoteId of(JsonNode item) {
        var recurrence = RemoteFields.text(item, "recurrence_id");
        var id = RemoteFields.text(item, "id");
        return recurrence.isEmpty() ? of(id) : new RemoteId(id, recurrence);
    }

    /// Whether its parts can be what they stand for.
    boolean isSound() {
        return !event.isEmpty()
                && (recurrence == null || RECURRENCE.matcher(recurrence).matches());
    }

    public boolean isOccurrence() {
        return recurrence != null;
    }

    /// The id here.
    String text() {
        return recurrence == null ? event : event + "/" + recurrence;
    }
}
