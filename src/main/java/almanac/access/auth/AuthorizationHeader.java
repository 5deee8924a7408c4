package almanac.access.auth;

import almanac.access.token.Secret;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// The header `Authorization`: `Bearer TOKEN` (RFC 6750), or `Zoho-oauthtoken TOKEN` from clients of Cliq.
final class AuthorizationHeader {
    private static final int LONGEST = 4096;

    private AuthorizationHeader() {}

    /// The token of a header.
    ///
    /// @throws ProblemException 401 for a missing or malformed header
    static Secret read(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            throw ProblemException.of(Problem.UNAUTHORIZED);
        }
        var parts = header.strip().split(" +", 2);
        var scheme = parts[0];
        var known = scheme.equalsIgnoreCase("Bearer") || scheme.equalsIgnoreCase("Zoho-oauthtoken");
        if (!known || parts.length < 2 || parts[1].isBlank()) {
            throw ProblemException.of(Problem.UNAUTHORIZED);
        }
        return new Secret(parts[1]);
    }
}
