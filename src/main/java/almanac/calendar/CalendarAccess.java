package almanac.calendar;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A calendar, and who may do what there.
///
/// @param id the number
/// @param calendarId the text that stands in events
/// @param owner the zuid of its owner
/// @param privileges by zuid: its owner and whoever it is shared with
/// @param isMirrored whether its events live in another service
public record CalendarAccess(
        long id, String calendarId, long owner, Map<Long, Privilege> privileges, boolean isMirrored) {
    /// What an account may do; empty where it does not even see the calendar.
    public Optional<Privilege> privilegeOf(long zuid) {
        return Optional.ofNullable(privileges.get(zuid));
    }

    /// Whether an account may write events.
    public boolean canWrite(long zuid) {
        return privilegeOf(zuid).filter(Privilege::canWrite).isPresent();
    }

    /// Everybody who sees the calendar.
    public Set<Long> viewers() {
        return privileges.keySet();
    }
}
