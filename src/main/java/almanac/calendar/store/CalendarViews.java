package almanac.calendar.store;

import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.Privilege;
import java.time.Instant;

/// The views of a stored calendar: the owner's and that of a share's holder.
final class CalendarViews {
    /// The `type` of every calendar (contract, section 1).
    private static final int TYPE = 0;

    private CalendarViews() {}

    /// The owner's view.
    static Calendar owners(CalendarRow row) {
        return of(row, Privilege.OWNER, "own", row.visible, row.enabled, row.position);
    }

    /// The view of a share's holder.
    static Calendar shared(CalendarRow row, ShareRow share) {
        return of(row, Privilege.of(share.privilege), "shared", share.visible, share.enabled, share.position);
    }

    private static Calendar of(
            CalendarRow row, Privilege privilege, String type, boolean visible, boolean enabled, int order) {
        var reminders = CalendarReminder.load(row.reminders);
        return new Calendar(
                row.id,
                row.uid,
                row.calendarId(),
                row.name,
                row.description,
                row.color,
                row.textcolor,
                row.timezone,
                privilege,
                TYPE,
                type,
                type,
                row.owner,
                privilege == Privilege.OWNER && row.isDefault,
                visible,
                enabled,
                row.includeInFreebusy,
                row.canSendMail,
                row.exclusive ? true : null,
                order,
                reminders,
                reminders.stream().map(CalendarReminder::alarm).toList(),
                row.createdAt,
                row.modifiedAt,
                row.createdAt,
                row.modifiedAt,
                row.currentTag(),
                Instant.ofEpochMilli(row.changedAt()).toString(),
                Instant.ofEpochMilli(row.emptiedAt).toString(),
                Calendar.Mirror.of(row.upstream, row.behindSince));
    }
}
