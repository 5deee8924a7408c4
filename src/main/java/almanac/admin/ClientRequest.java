package almanac.admin;

import almanac.access.grant.ClientDraft;
import almanac.access.grant.RedirectUri;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Text;
import almanac.base.request.Visible;
import almanac.base.request.WholeNumber;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of POST /admin/clients.
///
/// @param name what people are told of the client
/// @param redirectUris the addresses to which people are led back; null for none
/// @param confidential whether it gets a secret; null for true
/// @param scopes the most that it may be granted
/// @param zuid the account that it acts as without a person; null for none
@RegisterForReflection
record ClientRequest(
        @NotNull(message = "is required") @Text(min = 1, max = 100) @Visible
        String name,

        @JsonProperty("redirect_uris") @Size(max = 20, message = "may hold at most 20") @Nullable
        List<@NotNull(message = "must be text") @Text(min = 1, max = 500) String> redirectUris,

        @Nullable Boolean confidential,

        @NotEmpty(message = "is required") @Size(max = 50, message = "may hold at most 50")
        List<
                        @NotNull(message = "must be text")
                        @Pattern(regexp = TokenRequest.SCOPE, message = TokenRequest.ONE_OF) String>
                scopes,

        @JsonDeserialize(using = WholeNumber.class)
        @Min(value = 1, message = "must be a positive decimal number")
        @Max(value = Long.MAX_VALUE, message = "must be a positive decimal number")
        @Nullable
        Long zuid) {
    /// What the client is made of.
    ///
    /// @throws ProblemException 400 for addresses that nobody can be led to
    ClientDraft draft() {
        var errors = new ArrayList<FieldError>();
        var addresses = redirectUris == null ? List.<String>of() : List.copyOf(redirectUris);
        for (var index = 0; index < addresses.size(); index++) {
            var field = "redirect_uris[" + index + "]";
            RedirectUri.complaint(addresses.get(index))
                    .ifPresent(complaint -> errors.add(new FieldError(field, complaint)));
        }
        if (!isConfidential() && zuid != null) {
            errors.add(new FieldError("zuid", "must not be given for a client without a secret"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
        return new ClientDraft(name, isConfidential(), addresses, scopes, zuid);
    }

    private boolean isConfidential() {
        return confidential == null || confidential;
    }
}
