package almanac.access.token;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token at the only moment at which it is shown.
///
/// @param id by which it is revoked
/// @param accessToken what the client sends
/// @param scopes what it allows
/// @param expiresAt when it ends, in epoch ms; null where it does not
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
