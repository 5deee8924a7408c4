package almanac.calendar;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// What lies in calendars, as far as calendars need to know: it goes with them, and its going is told
/// to whoever sees it.
public interface CalendarContents {
    /// Removes everything in a calendar, as part of the transaction that removes the calendar.
    ///
    /// @param actor the zuid of whoever removes it
    Uni<Void> clear(StatelessSession session, CalendarAccess calendar, long actor);
}
