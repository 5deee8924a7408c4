package almanac.calendar.store;

import almanac.access.account.AccountRoom;
import almanac.access.account.AccountRoom.Kind;
import almanac.access.account.StorageLimits;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Checks an account's limits of calendars and shares. Mirrored calendars do not count; the remote service
/// limits them.
@Singleton
class CalendarRoom {
    private final AccountRoom room;
    private final Kind calendars;
    private final Kind shares;
    private final int sharesOfOne;

    CalendarRoom(AccountRoom room, StorageLimits limits) {
        this.room = room;
        this.calendars = new Kind(
                "calendar c where c.owner = ?1 and c.upstream is null",
                limits.calendars(),
                "too_many_calendars",
                "calendars");
        this.shares = new Kind(
                "calendar c join share s on s.calendar_id = c.id where c.owner = ?1",
                limits.shares(),
                "too_many_shares",
                "shares of the user's calendars");
        this.sharesOfOne = limits.sharesOfACalendar();
    }

    /// Fails with 507 if the account has the maximum number of calendars.
    Uni<Void> checkCalendars(StatelessSession session, long owner) {
        return room.check(session, owner, calendars);
    }

    /// Fails with 507 if the calendar or the owner's calendars together have the maximum number of shares.
    /// The calendar has to be locked.
    Uni<Void> checkShares(StatelessSession session, SharedRow row) {
        if (row.shares().size() >= sharesOfOne) {
            throw AccountRoom.refusal(
                    "too_many_shares", "the calendar has " + sharesOfOne + " shares, and there may not be more");
        }
        return room.check(session, row.calendar().owner, shares);
    }
}
