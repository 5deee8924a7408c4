package almanac.mirror.poll;

import almanac.calendar.store.CalendarMirror;
import almanac.mirror.link.Link;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// The mark on calendars whose remote service has not been heard for some time.
@Singleton
class BehindMark {
    private final CalendarMirror calendars;
    private final TurnTransactions transactions;

    BehindMark(CalendarMirror calendars, TurnTransactions transactions) {
        this.calendars = calendars;
        this.transactions = transactions;
    }

    /// Sets the mark, or takes it away.
    ///
    /// @param since when the remote service was last heard, in epoch ms; null for now
    Uni<Void> set(Link link, @Nullable Long since) {
        return transactions.write(link, session -> calendars.mark(session, link.zuid(), since));
    }
}
