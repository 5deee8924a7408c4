package almanac.access.token;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may be shown of a token at any time.
///
/// @param id by which it is revoked
/// @param scopes what it allows
/// @param label what it was made for, in the words of the administrator
/// @param createdAt when it was given out, in epoch ms
/// @param expiresAt when it ends, in epoch ms; null where it does not
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
