package almanac.calendar.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/// What an account may do with a calendar.
@RegisterForReflection
public enum Privilege {
    /// Everything.
    @JsonProperty("owner")
    OWNER,
    /// Read the calendar and write its events.
    @JsonProperty("edit")
    EDIT,
    /// Read the calendar.
    @JsonProperty("view")
    VIEW;

    /// Whether it allows writing events.
    public boolean canWrite() {
        return this != VIEW;
    }

    /// The form used in calendars.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Privilege of(String stored) {
        return "edit".equals(stored) ? EDIT : VIEW;
    }
}
