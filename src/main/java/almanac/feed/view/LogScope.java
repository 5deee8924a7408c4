package almanac.feed.view;

import almanac.feed.message.Messages;
import almanac.feed.view.Listings.Missed;
import almanac.log.change.Cursor;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;

/// The changes of the log that a reader asks for.
///
/// @param viewer the reader
/// @param types `event`, `calendar`; empty for both
/// @param calendars the requested `calendar_id`s; empty for all
/// @param only the calendars that a feed token is bound to; empty for all
/// @param json parses documents
public record LogScope(Viewer viewer, Set<String> types, Set<String> calendars, Set<String> only, ObjectMapper json) {

    public boolean concerns(LoggedChange change) {
        return (types.isEmpty() || types.contains(change.kind()))
                && (isAsked(change.before(viewer.zuid())) || isAsked(change.after(viewer.zuid())));
    }

    /// The same for a missed change. A change whose document the reader may no longer see is left out: the
    /// change that ended the access comes later.
    public boolean concerns(Missed missed) {
        return concerns(missed.change())
                && (missed.isReadable() || !isAsked(missed.change().after(viewer.zuid())));
    }

    /// The change as JSON for the client. If the subject has left the requested calendars, the item is null.
    public String text(LoggedChange change, Cursor cursor) {
        var before = change.before(viewer.zuid());
        var after = change.after(viewer.zuid()).filter(seen -> isAsked(Optional.of(seen)));
        var calendarId = after.or(() -> before).map(this::calendarId).orElse("");
        return Messages.change(change, calendarId, after.map(Seen::json).orElse(null), cursor);
    }

    /// Whether the account sees a state and its calendar is requested.
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
