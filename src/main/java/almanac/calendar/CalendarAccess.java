package almanac.calendar;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A calendar, and who may do what there.
///
/// @param id the number
/// @param calendarId the text that stands in events
/// @param owner the zuid of its owner
/// @param privileges by zuid: its owner and whoever it is shared with
/// @param upstream the service that its events live in; null for this one
public record CalendarAccess(
        long id,
        String calendarId,
        long owner,
        Map<Long, Privilege> privileges,
        @Nullable String upstream) {
    /// Whether its events live in another service.
    public boolean isMirrored() {
        return upstream != null;
    }

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
