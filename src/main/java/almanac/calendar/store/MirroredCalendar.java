package almanac.calendar.store;

import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.Privilege;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A calendar as a remote service returns it (contract, section 1).
///
/// @param id its number there and here
/// @param uid 32 hexadecimal digits; null if not returned
/// @param code the part of `calendar_id` after the number; null if unknown
/// @param privilege what the account may do there
public record MirroredCalendar(
        long id,
        @Nullable String uid,
        @Nullable String code,
        String name,
        String description,
        @Nullable String color,
        @Nullable String textcolor,
        @Nullable String timezone,
        Privilege privilege,
        boolean isDefault,
        boolean isVisible,
        boolean isEnabled,
        int order,
        @Nullable List<CalendarReminder> reminders) {

    void applyTo(CalendarRow row) {
        row.name = name;
        row.description = description;
        row.color = color == null ? row.color : color;
        row.textcolor = textcolor == null ? row.textcolor : textcolor;
        row.timezone = timezone == null ? row.timezone : timezone;
        row.isDefault = isDefault;
        row.visible = isVisible;
        row.enabled = isEnabled;
        row.position = order;
        row.reminders = reminders == null ? row.reminders : CalendarReminder.store(reminders);
    }
}
