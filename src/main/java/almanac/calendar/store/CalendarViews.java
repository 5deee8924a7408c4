package almanac.calendar.store;

import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.Privilege;
import java.time.Instant;

/// What accounts see of a calendar as it is stored: its owner, and the holder of a share.
final class CalendarViews {
    /// Every calendar is of this kind (contract, section 1).
    private static final int TYPE = 0;

    private CalendarViews() {}

    /// How its owner sees it.
    static Calendar owners(CalendarRow row) {
        return of(row, Privilege.OWNER, "own", row.visible, row.enabled, row.position);
    }

    /// How the holder of a share sees it.
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
