package almanac.admin;

import almanac.access.grant.Client;
import almanac.access.grant.Clients;
import almanac.access.grant.Grant;
import almanac.access.grant.Grants;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answers of the administrator's calls for clients and grants.
final class ClientAnswer {
    private ClientAnswer() {}

    /// A client.
    ///
    /// @param secret shown once, when it is made; absent otherwise, and for a public client
    /// @param zuid the account that it acts as without a person; absent for none
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClientView(
            @JsonProperty("client_id") String id,
            @JsonProperty("client_secret") @Nullable String secret,
            String name,
            boolean confidential,
            @JsonProperty("redirect_uris") List<String> redirectUris,
            List<String> scopes,

            @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Long zuid,

            @JsonProperty("created_at") long createdAt) {
        static ClientView of(Client client) {
            return of(client, null);
        }

        static ClientView of(Clients.Added added) {
            var secret = added.secret();
            return of(added.client(), secret == null ? null : secret.text());
        }

        private static ClientView of(Client client, @Nullable String secret) {
            return new ClientView(
                    client.id(),
                    secret,
                    client.name(),
                    client.isConfidential(),
                    client.redirectUris(),
                    client.scopes(),
                    client.zuid(),
                    client.createdAt());
        }

        @Override
        public String toString() {
            return "ClientView[" + id + "]";
        }
    }

    /// One client.
    @RegisterForReflection
    record OneClient(ClientView data) {}

    /// Clients.
    ///
    /// @param more whether there are more
    @RegisterForReflection
    record ClientList(List<ClientView> data, boolean more) {}

    /// A new grant, as clients of Zoho keep it.
    ///
    /// @param clientSecret the client's new secret; absent if it has kept its own
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewGrant(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
            @JsonProperty("client_id") String clientId,
            @JsonProperty("client_secret") @Nullable String clientSecret,
            @JsonProperty("refresh_token") String refreshToken,
            List<String> scopes) {
        static NewGrant of(Client client, Grants.Added added) {
            var secret = added.clientSecret();
            return new NewGrant(
                    added.id(),
                    client.id(),
                    secret == null ? null : secret.text(),
                    added.refreshToken().text(),
                    added.scopes());
        }

        @Override
        public String toString() {
            return "NewGrant[" + id + "]";
        }
    }

    /// One new grant.
    @RegisterForReflection
    record OneGrant(NewGrant data) {}

    /// Grants.
    ///
    /// @param more whether there are more
    @RegisterForReflection
    record GrantList(List<Grant> data, boolean more) {}
}
