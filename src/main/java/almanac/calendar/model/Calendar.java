package almanac.calendar.model;

import almanac.calendar.model.CalendarReminder.Alarm;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A calendar as one account sees it (contract, section 1).
///
/// @param exclusive true if it takes no two opaque events at one time; else null
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

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean exclusive,

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

    /// The mirror state of a calendar that comes from a remote service.
    ///
    /// @param state `current` or `behind`
    /// @param since when the remote service was last read, in epoch ms; only if `behind`
    public record Mirror(
            String state,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long since) {
        /// The mirror state of a calendar; null if it is not mirrored.
        ///
        /// @param upstream the address of the remote service
        public static @Nullable Mirror of(@Nullable String upstream, @Nullable Long behindSince) {
            return upstream == null ? null : new Mirror(behindSince == null ? "current" : "behind", behindSince);
        }
    }
}
