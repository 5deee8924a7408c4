package almanac.log.change;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change, as the feature that makes it describes it.
///
/// @param kind what changed
/// @param subject its id, as clients know it
/// @param calendarId the numeric id of the calendar that holds it after the change
/// @param reason why it changed
/// @param actor the zuid of the account that made the change; 0 for the system
/// @param changed the names of the fields that differ, as clients know them; empty for a new or removed
///     subject
/// @param oldTag the `edit_tag` before; null where there was none
/// @param newTag the `edit_tag` after; null where there is none
/// @param before for each account that could see it before: the JSON it saw
/// @param after for each account that can see it now: the JSON it sees
public record Change(
        Kind kind,
        String subject,
        long calendarId,
        Reason reason,
        long actor,
        List<String> changed,
        @Nullable Long oldTag,
        @Nullable Long newTag,
        Map<Long, String> before,
        Map<Long, String> after) {

    /// The kind of thing that changed.
    public enum Kind {
        EVENT,
        CALENDAR
    }

    /// The reason of a change (docs/change-feed.md, 2.2).
    public enum Reason {
        CREATED,
        DELETED,
        EDITED,
        RSVP,
        MOVED,
        SHARED,
        UNSHARED,
        MIRRORED
    }
}
