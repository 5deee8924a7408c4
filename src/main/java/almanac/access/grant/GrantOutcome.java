package almanac.access.grant;

import almanac.access.token.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a request for a token.
public sealed interface GrantOutcome {
    /// A token was given.
    ///
    /// @param accessToken the access token
    /// @param seconds how long it is valid
    /// @param scopes what it grants
    /// @param refreshToken null if none was made
    record Given(
            Secret accessToken,
            long seconds,
            List<String> scopes,
            @Nullable Secret refreshToken) implements GrantOutcome {}

    /// There is no such code or refresh token, of this client.
    record Unknown() implements GrantOutcome {}

    /// A code or refresh token that is this client's, and is not valid: expired, for another address, without its
    /// verifier, or used before.
    ///
    /// @param why in words, for a developer
    record Invalid(String why) implements GrantOutcome {}

    /// None of the requested scopes are granted.
    record NoScope() implements GrantOutcome {}

    /// The client may not do this.
    record NotAllowed() implements GrantOutcome {}
}
