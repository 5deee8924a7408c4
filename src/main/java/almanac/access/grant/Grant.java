package almanac.access.grant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// What an account has granted a client.
///
/// @param id the id, for its revocation
/// @param clientId the client
/// @param client the name of the client
/// @param scopes the granted scopes
/// @param offline whether it has a refresh token; it ends with its last access token otherwise
/// @param createdAt epoch ms
/// @param usedAt when a token was issued for it last, in epoch ms
@RegisterForReflection
public record Grant(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
        @JsonProperty("client_id") String clientId,
        String client,
        List<String> scopes,
        boolean offline,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("used_at") long usedAt) {}
