package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// What lies in calendars, as far as calendars need to know: it goes with them, and its going is told
/// to whoever sees it.
public interface CalendarContents {
    /// Removes some of what is in a calendar.
    ///
    /// @param actor the zuid of whoever removes it
    /// @param most how much of it at most
    /// @return whether there may be more
    Uni<Boolean> clear(StatelessSession session, CalendarAccess calendar, long actor, int most);
}
