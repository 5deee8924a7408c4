package almanac.calendar;

import almanac.calendar.CalendarReminder.Alarm;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// A calendar as one account sees it (contract, section 1).
public record Calendar(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
        String uid,
        @JsonProperty("calendar_id") String calendarId,
        String name,
        String description,
        String color,
        String textcolor,
        String timezone,
        Privilege privilege,
        int type,
        String category,
        String caltype,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long owner,
        @JsonProperty("isdefault") boolean isDefault,
        boolean visibility,
        boolean status,
        @JsonProperty("include_infreebusy") boolean includeInFreebusy,
        @JsonProperty("canSendMail") boolean canSendMail,
        int order,
        List<CalendarReminder> reminders,
        List<Alarm> alarm,
        @JsonProperty("createdtime") long createdTime,
        @JsonProperty("modifiedtime") long modifiedTime,
        @JsonProperty("calendar_createdtime") long calendarCreatedTime,
        @JsonProperty("calendar_modifiedtime") long calendarModifiedTime,
        long ctag,
        @JsonProperty("lastmodifiedtime") String lastModifiedTime,
        @JsonProperty("calemptiedtime") String emptiedTime) {

    /// How its owner sees it.
    static Calendar ownersView(CalendarRow row) {
        return of(row, Privilege.OWNER, "own", row.visible, row.enabled, row.position);
    }

    /// How the holder of a share sees it.
    static Calendar sharedView(CalendarRow row, ShareRow share) {
        return of(row, Privilege.of(share.privilege), "shared", share.visible, share.enabled, share.position);
    }

    private static Calendar of(
            CalendarRow row, Privilege privilege, String type, boolean visible, boolean enabled, int order) {
        var own = privilege == Privilege.OWNER;
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
                0,
                type,
                type,
                row.owner,
                own && row.isDefault,
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
                row.ctag,
                Instant.ofEpochMilli(row.lastModifiedAt).toString(),
                Instant.ofEpochMilli(row.emptiedAt).toString());
    }
}
