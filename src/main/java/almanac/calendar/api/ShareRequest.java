package almanac.calendar.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;

/// The body of PUT /calendars/{id}/shares/{email}.
///
/// @param privilege `view` or `edit`
/// @param others further fields by name
public record ShareRequest(
        @NotNull(message = "is required") @Pattern(regexp = "view|edit", message = "must be view or edit")
        String privilege,

        @JsonAnySetter Map<String, JsonNode> others) {
    /// Replaces null by an empty map.
    public ShareRequest {
        others = others == null ? Map.of() : others;
    }
}
