package almanac.access.consent;

import almanac.access.grant.Client;
import almanac.access.grant.GrantedScopes;
import almanac.access.oauth.OAuthError;
import almanac.access.oauth.Parameters;
import almanac.access.oauth.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client asks a person for (RFC 6749, section 4.1.1).
///
/// @param redirectUri a registered address of the client
/// @param state what the client wants to get back; null for nothing
/// @param scopes what it asks for, as far as it may have it
/// @param offline whether it asks for a refresh token
/// @param challenge that of PKCE, method S256; null for none
record AuthorizationRequest(
        String clientId,
        String redirectUri,
        @Nullable String state,
        List<String> scopes,
        boolean offline,
        @Nullable String challenge) {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /// What came of reading one.
    sealed interface Outcome {
        /// It can be asked.
        record Asked(AuthorizationRequest request) implements Outcome {}

        /// The client is told, at an address that is its own.
        record Refused(String redirectUri, @Nullable String state, Refusal refusal) implements Outcome {}

        /// Nobody is led anywhere: the address is not known to be the client's.
        record Unsafe() implements Outcome {}
    }

    /// Reads the parameters of a client.
    ///
    /// @param client the client that they name; empty for an unknown one
    static Outcome read(Parameters parameters, Optional<Client> client) {
        var redirectUri = parameters.get("redirect_uri");
        if (client.isEmpty()
                || redirectUri == null
                || parameters.repeats("client_id")
                || parameters.repeats("redirect_uri")
                || !client.get().redirectUris().contains(redirectUri)) {
            return new Outcome.Unsafe();
        }
        var state = parameters.repeats("state") ? null : parameters.get("state");
        var refusal = refusal(parameters, client.get());
        return refusal.isPresent()
                ? new Outcome.Refused(redirectUri, state, refusal.get())
                : new Outcome.Asked(new AuthorizationRequest(
                        client.get().id(),
                        redirectUri,
                        state,
                        scopes(parameters, client.get()),
                        parameters.find("access_type").filter("offline"::equals).isPresent(),
                        parameters.get("code_challenge")));
    }

    private static List<String> scopes(Parameters parameters, Client client) {
        return GrantedScopes.narrow(parameters.get("scope"), client.scopes());
    }

    private static Optional<Refusal> refusal(Parameters parameters, Client client) {
        if (parameters.fault().isPresent()) {
            return refused(OAuthError.INVALID_REQUEST, parameters.fault().get());
        }
        if (parameters.find("response_type").isEmpty()) {
            return refused(OAuthError.INVALID_REQUEST, "response_type is missing");
        }
        if (!parameters.find("response_type").get().equals("code")) {
            return refused(OAuthError.UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
        }
        return challengeRefusal(parameters, client)
                .or(() -> scopes(parameters, client).isEmpty()
                        ? refused(OAuthError.INVALID_SCOPE, "the client may have none of the scopes")
                        : Optional.empty());
    }

    /// Without a method it would be `plain` (RFC 7636, section 4.3), which protects nothing here.
    private static Optional<Refusal> challengeRefusal(Parameters parameters, Client client) {
        var challenge = parameters.find("code_challenge");
        var method = parameters.find("code_challenge_method");
        if (challenge.isEmpty()) {
            return client.isConfidential() && method.isEmpty()
                    ? Optional.empty()
                    : refused(OAuthError.INVALID_REQUEST, "code_challenge is required");
        }
        return method.filter("S256"::equals).isPresent()
                        && CHALLENGE.matcher(challenge.get()).matches()
                ? Optional.empty()
                : refused(OAuthError.INVALID_REQUEST, "code_challenge must be of the method S256");
    }

    private static Optional<Refusal> refused(OAuthError error, String why) {
        return Optional.of(new Refusal(error, why));
    }

    /// The same request for fewer scopes.
    AuthorizationRequest with(List<String> fewer) {
        return new AuthorizationRequest(clientId, redirectUri, state, fewer, offline, challenge);
    }
}
