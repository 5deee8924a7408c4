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

/// Which changes of the log somebody reads.
///
/// @param viewer who reads
/// @param types `event`, `calendar`; empty for both
/// @param calendars the calendars asked for, as clients know them; empty for all
/// @param only the calendars that a feed token is bound to; empty for all
/// @param json reads documents
public record LogScope(Viewer viewer, Set<String> types, Set<String> calendars, Set<String> only, ObjectMapper json) {

    public boolean concerns(LoggedChange change) {
        return (types.isEmpty() || types.contains(change.kind()))
                && (isAsked(change.before(viewer.zuid())) || isAsked(change.after(viewer.zuid())));
    }

    /// The same of a change that was missed. One that would show a thing to which the reader's access has
    /// ended is left out: the change that ended it comes later.
    public boolean concerns(Missed missed) {
        return concerns(missed.change())
                && (missed.isReadable() || !isAsked(missed.change().after(viewer.zuid())));
    }

    /// The change as a client reads it: of a thing that has left the calendars asked for, that it was there.
    public String text(LoggedChange change, Cursor cursor) {
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
