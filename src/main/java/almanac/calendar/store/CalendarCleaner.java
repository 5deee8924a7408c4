package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.TakenTime;
import almanac.storage.database.Sweep;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Removes the contents of calendars and compares their times, through every implementation of [CalendarContents].
@Singleton
class CalendarCleaner {
    /// How many items one step removes. Each step is a transaction of its own, so other writers of the
    /// calendar wait for at most one step.
    private static final int STEP = 100;

    private final Instance<CalendarContents> contents;

    CalendarCleaner(Instance<CalendarContents> contents) {
        this.contents = contents;
    }

    /// Removes some contents of a calendar.
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

    /// A time that two contents of a calendar have in common; empty if there is none.
    Uni<Optional<TakenTime>> overlap(StatelessSession session, CalendarAccess calendar) {
        return Multi.createFrom()
                .iterable(contents)
                .onItem()
                .transformToUniAndConcatenate(content -> content.overlap(session, calendar))
                .collect()
                .asList()
                .map(found -> found.stream().flatMap(Optional::stream).findFirst());
    }

    /// Removes all contents, within the transaction that deletes the calendar.
    Uni<Void> clear(StatelessSession session, CalendarAccess calendar, long actor) {
        return Sweep.steps(() -> clearSome(session, calendar, actor), more -> more)
                .replaceWithVoid();
    }
}
