package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.TakenTime;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Contents of calendars that are deleted with them. Each removal is logged for the accounts that see it.
public interface CalendarContents {
    /// Removes some contents of a calendar.
    ///
    /// @param actor the zuid of the account that removes them
    /// @param most how many at most
    /// @return whether there may be more
    Uni<Boolean> clear(StatelessSession session, CalendarAccess calendar, long actor, int most);

    /// A time that two opaque contents of a calendar have in common; empty if there is none. The caller has
    /// locked the calendar.
    Uni<Optional<TakenTime>> overlap(StatelessSession session, CalendarAccess calendar);
}
