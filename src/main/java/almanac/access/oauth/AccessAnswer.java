package almanac.access.oauth;

import almanac.access.grant.GrantOutcome.Given;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// The answer with a token (RFC 6749, section 5.1), as Zoho's clients know it.
///
/// @param accessToken the access token
/// @param refreshToken the refresh token; absent if none was made
/// @param scope what the token grants, separated by spaces
/// @param apiDomain the base address of the API
/// @param tokenType always `Bearer`
/// @param expiresIn how long the access token is valid, in s
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccessAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") @Nullable String refreshToken,
        String scope,
        @JsonProperty("api_domain") String apiDomain,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn) {
    static AccessAnswer of(Given given, String base) {
        var refresh = given.refreshToken();
        return new AccessAnswer(
                given.accessToken().text(),
                refresh == null ? null : refresh.text(),
                String.join(" ", given.scopes()),
                base,
                "Bearer",
                given.seconds());
    }

    @Override
    public String toString() {
        return "AccessAnswer[hidden]";
    }
}
