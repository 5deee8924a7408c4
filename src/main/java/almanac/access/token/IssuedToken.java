package almanac.access.token;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A new token with its secret, which is shown only once.
///
/// @param id the id, for its revocation
/// @param accessToken the secret that the client sends
/// @param scopes the granted scopes
/// @param expiresAt when it expires, in epoch ms; null for never
public record IssuedToken(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
        @JsonProperty("access_token") String accessToken,
        List<String> scopes,
        @JsonProperty("expires_at") @Nullable Long expiresAt) {

    static IssuedToken of(TokenRow row, String secret) {
        var id = row.id;
        if (id == null) {
            throw new IllegalStateException("a token that was not stored");
        }
        return new IssuedToken(id, secret, List.of(row.scopes.split(" ")), row.expiresAt);
    }

    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
