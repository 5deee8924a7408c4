package almanac.access.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The person who is asked whether a client may act for an account.
///
/// @param zuid the account
/// @param name its display name
/// @param email its address
/// @param scopes the most that the person can grant
/// @param proof identifies what the person has shown; what is granted ends with it
public record Person(long zuid, String name, String email, List<String> scopes, long proof) {
    /// The access token that a grant of this person ends with; null for none.
    @Nullable
    Long parent() {
        return proof;
    }
}
