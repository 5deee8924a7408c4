package almanac.access.token;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token without its secret.
///
/// @param id the id, for its revocation
/// @param scopes the granted scopes
/// @param label the administrator's note on its purpose
/// @param createdAt when it was issued, in epoch ms
/// @param expiresAt when it expires, in epoch ms; null for never
public record TokenView(
        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Long id,

        List<String> scopes,
        String label,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt) {

    static TokenView of(TokenRow row) {
        return new TokenView(row.id, List.of(row.scopes.split(" ")), row.label, row.createdAt, row.expiresAt);
    }
}
