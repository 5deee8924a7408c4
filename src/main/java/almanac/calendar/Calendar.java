package almanac.calendar;

import almanac.calendar.CalendarReminder.Alarm;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A calendar as one account sees it (contract, section 1).
@RegisterForReflection
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
        @JsonProperty("calemptiedtime") String emptiedTime,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Mirror mirror) {

    /// That a calendar is mirrored from another service, and whether it is as it is there.
    ///
    /// @param state `current` or `behind`
    /// @param since when the other service was last heard, in epoch ms; only where it is behind
    public record Mirror(
            String state,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long since) {
        static @Nullable Mirror of(CalendarRow row) {
            if (row.upstream == null) {
                return null;
            }
            return new Mirror(row.behindSince == null ? "current" : "behind", row.behindSince);
        }
    }

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
                row.currentTag(),
                Instant.ofEpochMilli(row.changedAt()).toString(),
                Instant.ofEpochMilli(row.emptiedAt).toString(),
                Mirror.of(row));
    }
}
