package almanac.calendar.api;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/// The body of PUT /calendars/{id}/shares/{email}.
///
/// @param privilege `view` or `edit`
public record ShareRequest(
        @NotNull(message = "is required") @Pattern(regexp = "view|edit", message = "must be view or edit")
        String privilege) {}
