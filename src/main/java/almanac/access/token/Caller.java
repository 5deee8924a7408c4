package almanac.access.token;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The account on whose behalf a request is made, and what its token allows.
///
/// @param tokenId the token's id, by which it is revoked
/// @param zuid the account's id
/// @param email the account's address, as it was given
/// @param account the name of the person
/// @param scopes what the token was given for
/// @param expiresAt when the token ends, in epoch ms; null for one that does not
/// @param feed what a feed token grants; null for a token that opens calls
public record Caller(
        long tokenId,
        long zuid,
        String email,
        String account,
        Set<String> scopes,
        @Nullable Long expiresAt,
        @Nullable FeedGrant feed)
        implements Principal {

    /// The caller of a request to a method with `Scopes`.
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return Long.toString(zuid);
    }

    /// Requires scopes beyond those of the annotation.
    ///
    /// @throws ProblemException 403, naming what is missing
    public void require(List<String> needed) {
        var missing = needed.stream().filter(scope -> !scopes.contains(scope)).toList();
        if (!missing.isEmpty()) {
            throw ProblemException.of(
                    Problem.FORBIDDEN,
                    "oauthtoken_scope_invalid",
                    List.of(new FieldError("Authorization", "the token lacks " + String.join(", ", missing))));
        }
    }

    /// Whether the token has ended.
    public boolean isExpired(long now) {
        return expiresAt != null && expiresAt <= now;
    }

    /// Whether a feed token was sent.
    boolean isFeed() {
        return feed != null;
    }

    /// The id of the token that was sent, among those of its sort.
    long secretId() {
        return feed == null ? tokenId : feed.tokenId();
    }

    /// The calendars that the token is bound to, as clients know them; empty for all.
    public Set<String> boundTo() {
        return feed == null ? Set.of() : feed.calendarIds();
    }
}
