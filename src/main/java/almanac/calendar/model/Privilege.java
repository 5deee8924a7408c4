package almanac.calendar.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// What an account may do with a calendar.
@RegisterForReflection
public enum Privilege {
    /// Everything.
    @JsonProperty("owner")
    OWNER,
    /// Read it, and write its events.
    @JsonProperty("edit")
    EDIT,
    /// Read it.
    @JsonProperty("view")
    VIEW;

    /// Whether events may be written with it.
    public boolean canWrite() {
        return this != VIEW;
    }

    public static Privilege of(String stored) {
        return "edit".equals(stored) ? EDIT : VIEW;
    }
}
