package almanac.admin;

import almanac.access.auth.Scopes;
import almanac.base.request.Text;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of POST /admin/accounts/{zuid}/tokens.
///
/// @param scopes the scopes of the token
/// @param expiresIn lifetime in seconds; null for a token that does not expire
/// @param label a note of the administrator on its purpose
@RegisterForReflection
record TokenRequest(
        @NotEmpty(message = "is required") @Size(max = 50, message = "may hold at most 50")
        List<
                        @NotNull(message = "must be text")
                        @Pattern(regexp = TokenRequest.SCOPE, message = TokenRequest.ONE_OF) String>
                scopes,

        @JsonProperty("expires_in")
        @Min(value = 1, message = "must be at least 1 second")
        @Max(value = 315_360_000, message = "must be at most 10 years")
        @Nullable
        Long expiresIn,

        @Text(max = 255) @Nullable String label) {
    /// The pattern of a scope, and what is said of a text that is none.
    static final String SCOPE = "\\Q" + Scopes.CALENDAR_EVENTS + "\\E|\\Q" + Scopes.CALENDAR + "\\E|\\Q" + Scopes.EVENT
            + "\\E|\\Q" + Scopes.SEARCH + "\\E|\\Q" + Scopes.FREE_BUSY + "\\E|\\Q" + Scopes.FREE_BUSY_ALL + "\\E";

    static final String ONE_OF = "must be one of " + Scopes.CALENDAR_EVENTS + ", " + Scopes.CALENDAR + ", "
            + Scopes.EVENT + ", " + Scopes.SEARCH + ", " + Scopes.FREE_BUSY + ", " + Scopes.FREE_BUSY_ALL;
}
