package almanac.mirror.api;

import almanac.base.request.Text;
import almanac.mirror.link.LinkCredentials;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body of PUT /admin/accounts/{zuid}/upstream.
///
/// @param baseUrl the remote service, such as `https://cliq.zoho.com`
/// @param accountsUrl where its tokens are refreshed; of Zoho's services it is known
/// @param clientId of OAuth, with a refresh token
/// @param clientSecret of OAuth, with a refresh token
/// @param refreshToken gives access tokens
/// @param accessToken one that lasts, where there is no refresh token
record LinkRequest(
        @JsonProperty("base_url") @NotNull(message = "is required") @Text(min = 1, max = 500)
        String baseUrl,

        @JsonProperty("accounts_url") @Text(min = 1, max = 500) @Nullable
        String accountsUrl,

        @JsonProperty("client_id") @Text(min = 1, max = 500) @Nullable
        String clientId,

        @JsonProperty("client_secret") @Text(min = 1, max = 2000) @Nullable
        String clientSecret,

        @JsonProperty("refresh_token") @Text(min = 1, max = 4000) @Nullable
        String refreshToken,

        @JsonProperty("access_token") @Text(min = 1, max = 4000) @Nullable
        String accessToken) {

    LinkCredentials credentials() {
        return new LinkCredentials(baseUrl, accountsUrl, clientId, clientSecret, refreshToken, accessToken);
    }

    @Override
    public String toString() {
        return "LinkRequest[hidden]";
    }
}
