package almanac.feed;

import almanac.change.Cursor;
import almanac.change.LoggedChange;
import almanac.change.Seen;
import almanac.change.Viewer;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        if (!types.isEmpty() && !types.contains(change.kind())) {
            return false;
        }
        if (calendars.isEmpty() && only.isEmpty()) {
            return true;
        }
        var calendar = calendarId(change);
        return (calendars.isEmpty() || calendars.contains(calendar)) && (only.isEmpty() || only.contains(calendar));
    }

    /// The change as a client reads it.
    String text(LoggedChange change, Cursor cursor) {
        var item = change.after(viewer.zuid()).map(Seen::json).orElse(null);
        return Messages.change(change, calendarId(change), item, cursor);
    }

    private String calendarId(LoggedChange change) {
        return change.after(viewer.zuid())
                .or(() -> change.before(viewer.zuid()))
                .map(document -> document.tree(json).get("calendar_id").asText())
                .orElse("");
    }
}
