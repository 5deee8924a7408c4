package almanac.feed;

import almanac.change.Cursor;
import almanac.change.LoggedChange;
import almanac.change.Seen;
import almanac.change.Viewer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;

/// Which changes of the log somebody reads.
///
/// @param viewer who reads
/// @param types `event`, `calendar`; empty for both
/// @param calendars the calendars asked for, as clients know them; empty for all
/// @param only the calendars that a feed token is bound to; empty for all
/// @param json reads documents
record LogScope(Viewer viewer, Set<String> types, Set<String> calendars, Set<String> only, ObjectMapper json) {

    boolean concerns(LoggedChange change) {
        return (types.isEmpty() || types.contains(change.kind()))
                && (isAsked(change.before(viewer.zuid())) || isAsked(change.after(viewer.zuid())));
    }

    /// The change as a client reads it: of a thing that has left the calendars asked for, that it was there.
    String text(LoggedChange change, Cursor cursor) {
        var before = change.before(viewer.zuid());
        var after = change.after(viewer.zuid()).filter(seen -> isAsked(Optional.of(seen)));
        var calendarId = after.or(() -> before).map(this::calendarId).orElse("");
        return Messages.change(change, calendarId, after.map(Seen::json).orElse(null), cursor);
    }

    /// Whether a state is one that the account sees, in a calendar that is asked for.
    private boolean isAsked(Optional<Seen> state) {
        return state.map(this::calendarId)
                .filter(calendar -> (calendars.isEmpty() || calendars.contains(calendar))
                        && (only.isEmpty() || only.contains(calendar)))
                .isPresent();
    }

    private String calendarId(Seen seen) {
        return seen.tree(json).get("calendar_id").asText();
    }
}
