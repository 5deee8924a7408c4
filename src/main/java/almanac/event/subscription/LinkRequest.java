package almanac.event.subscription;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The optional body of POST /calendars/{id}/ics_links.
///
/// @param label a name for people, at most 100 characters; null for none
/// @param detail `full` or `busy`; null for `full`
record LinkRequest(
        @Size(max = 100, message = "must have at most 100 characters") @Nullable
        String label,

        @Pattern(regexp = "full|busy", message = "must be full or busy") @Nullable
        String detail) {
    static final LinkRequest DEFAULT = new LinkRequest(null, null);

    String labelOrNone() {
        return Objects.requireNonNullElse(label, "");
    }

    Detail detailOrFull() {
        return detail == null ? Detail.FULL : Detail.parse(detail).orElseThrow();
    }
}
