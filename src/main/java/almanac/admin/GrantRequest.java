package almanac.admin;

import almanac.base.request.Text;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of POST /admin/accounts/{zuid}/grants.
///
/// @param clientId the client
/// @param scopes what is granted; the client must be one that may have it
/// @param renewSecret whether the client gets a new secret, which ends the one before; null for false
@RegisterForReflection
record GrantRequest(
        @JsonProperty("client_id") @NotNull(message = "is required") @Text(min = 1, max = 100)
        String clientId,

        @NotEmpty(message = "is required") @Size(max = 50, message = "may hold at most 50")
        List<
                        @NotNull(message = "must be text")
                        @Pattern(regexp = TokenRequest.SCOPE, message = TokenRequest.ONE_OF) String>
                scopes,

        @JsonProperty("renew_secret") @Nullable Boolean renewSecret) {}
