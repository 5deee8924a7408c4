package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Contents of calendars that are deleted with them. Each removal is logged for the accounts that see it.
public interface CalendarContents {
    /// Removes some contents of a calendar.
    ///
    /// @param actor the zuid of the account that removes them
    /// @param most how many at most
    /// @return whether there may be more
    Uni<Boolean> clear(StatelessSession session, CalendarAccess calendar, long actor, int most);
}
