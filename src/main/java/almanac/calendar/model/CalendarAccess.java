package almanac.calendar.model;

import almanac.calendar.model.CalendarKey.ByCode;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A calendar and its privileges.
///
/// @param id the number
/// @param calendarId the `calendar_id` that events contain
/// @param owner the owner's zuid
/// @param privileges by zuid: the owner and the holders of shares
/// @param isExclusive whether it takes no two opaque events at one time
/// @param reminders the default reminders of new events, as [CalendarReminder#load] reads them
/// @param upstream the service that its events are mirrored from; null for this one
public record CalendarAccess(
        long id,
        String calendarId,
        long owner,
        Map<Long, Privilege> privileges,
        boolean isExclusive,
        String reminders,
        @Nullable String upstream) {
    /// The columns that [#of] reads, for a calendar with the alias `c`.
    public static final String COLUMNS = "c.id, c.code, c.owner, c.upstream,"
            + " array(select s.zuid from share s where s.calendar_id = c.id order by s.zuid),"
            + " array(select s.privilege from share s where s.calendar_id = c.id order by s.zuid), c.exclusive, c.reminders";

    /// Reads the columns of a calendar.
    ///
    /// @param first the index of the first column
    public static CalendarAccess of(Row row, int first) {
        var owner = row.getLong(first + 2);
        var privileges = new TreeMap<Long, Privilege>();
        privileges.put(owner, Privilege.OWNER);
        var holders = row.getArrayOfLongs(first + 4);
        var shares = row.getArrayOfStrings(first + 5);
        for (var i = 0; i < holders.length; i++) {
            privileges.put(holders[i], Privilege.of(shares[i]));
        }
        var id = row.getLong(first);
        return new CalendarAccess(
                id,
                new ByCode(id, row.getString(first + 1)).text(),
                owner,
                privileges,
                row.getBoolean(first + 6),
                row.getString(first + 7),
                row.getString(first + 3));
    }

    /// Whether its events are stored by a remote service.
    public boolean isMirrored() {
        return upstream != null;
    }

    /// The privilege of an account; empty if it does not see the calendar.
    public Optional<Privilege> privilegeOf(long zuid) {
        return Optional.ofNullable(privileges.get(zuid));
    }

    /// Whether an account may write events.
    public boolean canWrite(long zuid) {
        return privilegeOf(zuid).filter(Privilege::canWrite).isPresent();
    }

    /// The zuids of all accounts that see the calendar.
    public Set<Long> viewers() {
        return privileges.keySet();
    }
}
