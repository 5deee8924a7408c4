package almanac.calendar.store;

import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.base.request.Text;
import almanac.base.request.Visible;
import almanac.base.request.Zone;
import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.SentBack;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The body of POST and PUT /calendars. An absent field keeps its value, or takes the default in a new
/// calendar.
@RegisterForReflection
public record CalendarRequest(
        @Text(min = 1, max = 255) @Visible @Nullable String name,
        @Text(max = 10_000) @Nullable String description,

        @Pattern(regexp = COLOR, message = "must be a colour as #RRGGBB") @Nullable
        String color,

        @Pattern(regexp = COLOR, message = "must be a colour as #RRGGBB") @Nullable
        String textcolor,

        @JsonDeserialize(using = Zone.Reader.class) @Zone @Nullable
        String timezone,

        @Nullable Boolean visibility,
        @Nullable Boolean status,
        @JsonProperty("include_infreebusy") @Nullable Boolean includeInFreebusy,
        @JsonProperty("canSendMail") @Nullable Boolean canSendMail,
        @Nullable Boolean exclusive,
        @Min(0) @Max(100_000) @Nullable Integer order,

        @Size(max = 10, message = "may hold at most 10") @Nullable
        List<@Valid @NotNull(message = "must be an object") CalendarReminder> reminders,

        @JsonAnySetter Map<String, JsonNode> others)
        implements OpenBody {
    private static final String COLOR = "#[0-9A-Fa-f]{6}";

    /// Replaces null by an empty map.
    public CalendarRequest {
        others = others == null ? Map.of() : others;
    }

    @Override
    public Stream<FieldError> unknown(boolean isNew) {
        return SentBack.unknown(others, isNew);
    }

    @Override
    public Stream<FieldError> malformed(boolean isNew) {
        return isNew && name == null ? Stream.of(new FieldError("name", "is required")) : Stream.empty();
    }

    /// Whether it changes any field other than those of the sender's own view (visibility, status, order).
    ///
    /// @param current the calendar before the change
    boolean changesTheCalendarItself(Calendar current) {
        return isOther(name, current.name())
                || isOther(description, current.description())
                || isOther(color, current.color())
                || isOther(textcolor, current.textcolor())
                || isOther(timezone, current.timezone())
                || isOther(includeInFreebusy, current.includeInFreebusy())
                || isOther(canSendMail, current.canSendMail())
                || isOther(exclusive, Boolean.TRUE.equals(current.exclusive()))
                || isOther(reminders, current.reminders());
    }

    private static <T> boolean isOther(@Nullable T sent, T stored) {
        return sent != null && !sent.equals(stored);
    }

    /// Writes the fields into the owner's calendar.
    void applyTo(CalendarRow row) {
        row.name = or(name, row.name);
        row.description = or(description, row.description);
        row.color = or(color, row.color);
        row.textcolor = or(textcolor, row.textcolor);
        row.timezone = or(timezone, row.timezone);
        row.visible = or(visibility, row.visible);
        row.enabled = or(status, row.enabled);
        row.includeInFreebusy = or(includeInFreebusy, row.includeInFreebusy);
        row.canSendMail = or(canSendMail, row.canSendMail);
        row.exclusive = or(exclusive, row.exclusive);
        row.position = or(order, row.position);
        row.reminders = reminders == null ? row.reminders : CalendarReminder.store(reminders);
    }

    /// Writes the holder's own fields into a share.
    void applyTo(ShareRow row) {
        row.visible = or(visibility, row.visible);
        row.enabled = or(status, row.enabled);
        row.position = or(order, row.position);
    }

    /// Whether it makes a calendar exclusive that is not.
    boolean claims(CalendarRow row) {
        return !row.exclusive && Boolean.TRUE.equals(exclusive);
    }

    private static <T> T or(@Nullable T sent, T kept) {
        return sent == null ? kept : sent;
    }
}
