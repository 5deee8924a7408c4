package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// All that lies in calendars, whichever room it belongs to.
@Singleton
class CalendarCleaner {
    /// So much is removed at once: where each step is a transaction, others who write to the calendar
    /// wait for less than they would notice.
    private static final int STEP = 100;

    private final Instance<CalendarContents> contents;

    CalendarCleaner(Instance<CalendarContents> contents) {
        this.contents = contents;
    }

    /// Removes some of what is in a calendar.
    ///
    /// @return whether there may be more
    Uni<Boolean> clearSome(StatelessSession session, CalendarAccess calendar, long actor) {
        return Multi.createFrom()
                .iterable(contents)
                .onItem()
                .transformToUniAndConcatenate(content -> content.clear(session, calendar, actor, STEP))
                .collect()
                .asList()
                .map(more -> more.contains(true));
    }

    /// Removes what is left of it, as part of the transaction that removes the calendar.
    Uni<Void> clear(StatelessSession session, CalendarAccess calendar, long actor) {
        return Uni.createFrom()
                .deferred(() -> clearSome(session, calendar, actor))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
