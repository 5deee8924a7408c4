package almanac.calendar.api;

import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.calendar.model.SentBack;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.stream.Stream;

/// The body of PUT /calendars/{id}/shares/{email}.
///
/// @param privilege `view` or `edit`
/// @param others further fields by name
public record ShareRequest(
        @NotNull(message = "is required") @Pattern(regexp = "view|edit", message = "must be view or edit")
        String privilege,

        @JsonAnySetter Map<String, JsonNode> others)
        implements OpenBody {
    /// Replaces null by an empty map.
    public ShareRequest {
        others = others == null ? Map.of() : others;
    }

    @Override
    public Stream<FieldError> unknown(boolean isNew) {
        return SentBack.unknownOfShare(others);
    }
}
