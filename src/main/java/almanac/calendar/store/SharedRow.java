package almanac.calendar.store;

import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.Privilege;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A calendar with all its shares.
///
/// @param calendar the calendar
/// @param shares its shares
record SharedRow(CalendarRow calendar, List<ShareRow> shares) {
    static List<SharedRow> group(List<Object[]> pairs) {
        var grouped = new LinkedHashMap<Long, SharedRow>();
        for (var pair : pairs) {
            var calendar = (CalendarRow) pair[0];
            var entry = grouped.computeIfAbsent(calendar.id, id -> new SharedRow(calendar, new ArrayList<>()));
            if (pair[1] instanceof ShareRow share) {
                entry.shares.add(share);
            }
        }
        return List.copyOf(grouped.values());
    }

    Optional<ShareRow> shareOf(long zuid) {
        return shares.stream().filter(share -> share.zuid.equals(zuid)).findFirst();
    }

    /// An account's view of the calendar; empty if it does not see it.
    Optional<Calendar> seenBy(long zuid) {
        return calendar.owner == zuid
                ? Optional.of(CalendarViews.owners(calendar))
                : shareOf(zuid).map(share -> CalendarViews.shared(calendar, share));
    }

    /// The calendar as other packages use it.
    CalendarAccess access() {
        var privileges = new TreeMap<Long, Privilege>();
        privileges.put(calendar.owner, Privilege.OWNER);
        shares.forEach(share -> privileges.put(share.zuid, Privilege.of(share.privilege)));
        return new CalendarAccess(
                calendar.id,
                calendar.calendarId(),
                calendar.owner,
                privileges,
                calendar.exclusive,
                calendar.reminders,
                calendar.upstream);
    }

    Set<Long> viewers() {
        var viewers = new TreeSet<Long>();
        viewers.add(calendar.owner);
        shares.forEach(share -> viewers.add(share.zuid));
        return viewers;
    }

    /// The views of all accounts that see the calendar, by zuid.
    Map<Long, Calendar> views() {
        var views = new TreeMap<Long, Calendar>();
        viewers().forEach(zuid -> seenBy(zuid).ifPresent(view -> views.put(zuid, view)));
        return views;
    }
}
