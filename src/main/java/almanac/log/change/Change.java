package almanac.log.change;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change, as the room that makes it describes it.
///
/// @param kind what changed
/// @param subject its id, as clients know it
/// @param calendarId the calendar it lies in after the change, as a number
/// @param reason why it changed
/// @param actor the zuid of whoever did it; 0 for the system itself
/// @param changed the names of the fields that differ, as clients know them; empty where the whole
///     thing is new or gone
/// @param oldTag the `edit_tag` before; null where there was none
/// @param newTag the `edit_tag` after; null where there is none
/// @param before for every account that could see it before: the JSON it saw
/// @param after for every account that can see it now: the JSON it sees
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

    /// What a change is about.
    public enum Kind {
        EVENT,
        CALENDAR
    }

    /// Why something changed (docs/change-feed.md, 2.2).
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
