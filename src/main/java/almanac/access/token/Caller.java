package almanac.access.token;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The account that makes a request, and what its token grants.
///
/// @param tokenId the id of the access token, for its revocation
/// @param zuid the id of the account
/// @param email the address of the account, as it was entered
/// @param account the display name of the account
/// @param scopes the granted scopes
/// @param expiresAt when the token expires, in epoch ms; null for never
/// @param feed the grant of a feed token; null for an access token
public record Caller(
        long tokenId,
        long zuid,
        String email,
        String account,
        Set<String> scopes,
        @Nullable Long expiresAt,
        @Nullable FeedGrant feed)
        implements Principal {
    private static final String READ = ".READ";

    /// The caller of a request to a method with `Scopes`.
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return Long.toString(zuid);
    }

    private boolean holds(String scope) {
        return scopes.contains(scope)
                || (scope.endsWith(READ)
                        && scopes.contains(scope.substring(0, scope.length() - READ.length()) + ".ALL"));
    }

    /// Requires scopes in addition to those of the annotation. A scope for reading is included in that for all.
    ///
    /// @throws ProblemException 403, naming the missing scopes
    public void require(List<String> needed) {
        var missing = needed.stream().filter(scope -> !holds(scope)).toList();
        if (!missing.isEmpty()) {
            throw ProblemException.of(
                    Problem.FORBIDDEN,
                    "oauthtoken_scope_invalid",
                    List.of(new FieldError("Authorization", "the token lacks " + String.join(", ", missing))));
        }
    }

    /// Whether the token has expired.
    public boolean isExpired(long now) {
        return expiresAt != null && expiresAt <= now;
    }

    /// Whether the token is a feed token.
    boolean isFeed() {
        return feed != null;
    }

    /// The id of the token that was sent: of the feed token, or of the access token.
    long secretId() {
        return feed == null ? tokenId : feed.tokenId();
    }

    /// The calendars that the token is restricted to, as clients know them; empty for all.
    public Set<String> boundTo() {
        return feed == null ? Set.of() : feed.calendarIds();
    }
}
