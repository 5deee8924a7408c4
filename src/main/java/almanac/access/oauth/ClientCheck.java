package almanac.access.oauth;

import almanac.access.auth.Guesses;
import almanac.access.grant.Client;
import almanac.access.grant.Clients;
import almanac.access.oauth.ClientCredentials.Shown;
import almanac.access.oauth.ClientCredentials.Unreadable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Authenticates clients. Wrong secrets are counted as guesses of the sender's address.
@Singleton
class ClientCheck {
    private static final Refusal UNKNOWN =
            new Refusal(OAuthError.INVALID_CLIENT, "there is no such client, or its secret is another one");

    private final Clients clients;
    private final Guesses guesses;

    ClientCheck(Clients clients, Guesses guesses) {
        this.clients = clients;
        this.guesses = guesses;
    }

    /// What came of it.
    sealed interface Outcome {
        /// The client.
        record Known(Client client) implements Outcome {}

        /// Not authenticated.
        record Refused(Refusal refusal) implements Outcome {}
    }

    /// The client of a request.
    ///
    /// @param authorization the header; null for none
    Uni<Outcome> check(@Nullable String authorization, Parameters parameters, HttpServerRequest request) {
        return switch (ClientCredentials.read(authorization, parameters)) {
            case Unreadable(var refusal) -> Uni.createFrom().item(new Outcome.Refused(refusal));
            case Shown shown -> clients.find(shown.id()).map(found -> outcome(found, shown, request));
        };
    }

    private Outcome outcome(Optional<Client> found, Shown shown, HttpServerRequest request) {
        if (found.filter(client -> isShown(client, shown)).isPresent()) {
            return new Outcome.Known(found.get());
        }
        guesses.count(request);
        return new Outcome.Refused(UNKNOWN);
    }

    private static boolean isShown(Client client, Shown shown) {
        var secret = shown.secret();
        return client.isConfidential() ? secret != null && client.has(secret) : secret == null;
    }
}
