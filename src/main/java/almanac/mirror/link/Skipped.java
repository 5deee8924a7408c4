package almanac.mirror.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A remote calendar or event that a round has passed over, since it cannot be read or stored.
///
/// @param kind `calendar` or `event`
/// @param id its id there, of an occurrence `<id>/<recurrence id>`, at most 255 characters of it; null where
///     none
///     can be read
/// @param reason why, for people; holds nothing of what the remote service has said
public record Skipped(
        String kind,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String id,
        String reason) {
    /// What a calendar is called here.
    public static final String CALENDAR = "calendar";

    /// What an event is called here.
    public static final String EVENT = "event";

    private static final int LONGEST = 255;

    /// Keeps the id short enough to be shown.
    public Skipped {
        id = id == null || id.length() <= LONGEST ? id : start(id);
    }

    private static String start(String id) {
        return id.substring(0, Character.isHighSurrogate(id.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
