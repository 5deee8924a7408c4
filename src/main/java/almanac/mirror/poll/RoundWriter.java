package almanac.mirror.poll;

import almanac.calendar.model.CalendarAccess;
import almanac.event.store.Cause;
import almanac.mirror.link.Link;
import almanac.mirror.link.Skipped;
import almanac.mirror.state.MirrorWriter;
import almanac.storage.database.SqlState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Writes down what a round has heard of events, some of them in one transaction.
@Singleton
class RoundWriter {
    private final TurnTransactions transactions;
    private final MirrorWriter writer;
    private final Homes homes;
    private final MirrorMeters meters;

    RoundWriter(TurnTransactions transactions, MirrorWriter writer, Homes homes, MirrorMeters meters) {
        this.transactions = transactions;
        this.writer = writer;
        this.homes = homes;
        this.meters = meters;
    }

    /// Writes events down.
    ///
    /// Where the database takes one of them as little as it will the next time, the others are written without it:
    /// each by itself, once.
    ///
    /// @return those that cannot be stored
    Uni<List<Skipped>> put(Visit visit, List<Placed> events) {
        return together(visit, events)
                .onFailure(SqlState::isAboutData)
                .recoverWithUni(failure -> events.size() == 1
                        ? Uni.createFrom().item(List.of(unstorable(events.getFirst(), failure)))
                        : singly(visit, events));
    }

    private Uni<List<Skipped>> singly(Visit visit, List<Placed> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(each -> put(visit, List.of(each)))
                .collect()
                .in(ArrayList<Skipped>::new, List::addAll)
                .map(List::copyOf);
    }

    /// Events are locked and calendars touched in the same order by all rounds: else two of them, or a round
    /// and a caller who writes, would wait for each other.
    private Uni<List<Skipped>> together(Visit visit, List<Placed> events) {
        var placed = events.stream()
                .sorted(Comparator.comparingLong(Placed::calendar))
                .toList();
        return transactions
                .write(
                        visit.link(),
                        session -> writer.hold(
                                        session,
                                        events.stream().map(Placed::heard).toList())
                                .chain(() -> put(session, visit, placed)))
                .invoke(foreign -> meters.changed(events.size() - foreign.size()));
    }

    private Uni<List<Skipped>> put(StatelessSession session, Visit visit, List<Placed> placed) {
        var calendars = new HashMap<Long, CalendarAccess>();
        return Multi.createFrom()
                .iterable(placed)
                .onItem()
                .transformToUniAndConcatenate(each -> put(session, visit, each, calendars))
                .collect()
                .in(ArrayList<Skipped>::new, List::addAll)
                .map(List::copyOf);
    }

    /// @param calendars those that this transaction has read
    private Uni<List<Skipped>> put(
            StatelessSession session, Visit visit, Placed placed, Map<Long, CalendarAccess> calendars) {
        return calendar(session, visit.link(), placed.calendar(), calendars)
                .chain(calendar -> writer.heard(session, placed.heard(), calendar, placed.keeper(), visit.askedAt()))
                .map(isStored -> isStored ? List.of() : List.of(foreign(placed)));
    }

    private Uni<CalendarAccess> calendar(
            StatelessSession session, Link link, long number, Map<Long, CalendarAccess> known) {
        var calendar = known.get(number);
        return calendar != null
                ? Uni.createFrom().item(calendar)
                : homes.calendar(session, link, number).invoke(found -> known.put(number, found));
    }

    private static Skipped foreign(Placed placed) {
        return new Skipped(
                Skipped.EVENT, placed.heard().id(), "its id belongs to an event that does not come from there");
    }

    private static Skipped unstorable(Placed placed, Throwable failure) {
        return new Skipped(
                Skipped.EVENT,
                placed.heard().id(),
                "it cannot be stored: SQLSTATE " + SqlState.of(failure).orElse(""));
    }

    /// Removes an event that is gone there.
    Uni<Void> remove(Visit visit, String id) {
        return transactions
                .write(visit.link(), session -> writer.gone(session, id, Cause.ELSEWHERE))
                .invoke(() -> meters.changed(1));
    }
}
