package almanac.access.grant;

import almanac.access.token.Secret;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The codes that a client exchanges for tokens (RFC 6749, section 4.1.2). A code is valid for a minute, and for one
/// attempt of its client, on any node.
@Singleton
public class Codes {
    private static final String PREFIX = "alm_code_";
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final String ADD = "insert into oauth_code (hash, client_id, zuid, scopes, parent, redirect_uri,"
            + " challenge, is_offline, expires_at) select $1, c.id, $3, $4, $5, $6, $7, $8, $9 from oauth_client c"
            + " where c.id = $2 and c.removed_at is null"
            + " and ($5::bigint is null or exists (select from access_token t where t.id = $5))";
    private static final String TAKE = "delete from oauth_code where hash = $1 and client_id = $2"
            + " returning zuid, scopes, parent, redirect_uri, challenge, is_offline, expires_at";

    private final Transactions transactions;
    private final Clock clock;

    Codes(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /// What a person has approved.
    ///
    /// @param scopes what is granted
    /// @param redirectUri the registered address that the person is led back to
    /// @param challenge that of PKCE, method S256; null for a confidential client that sent none
    /// @param offline whether the client gets a refresh token
    public record Approval(
            String clientId,
            Person person,
            List<String> scopes,
            String redirectUri,
            @Nullable String challenge,
            boolean offline) {}

    /// A new code; empty if the client or the proof of the person has just ended.
    public Uni<Optional<Secret>> add(Approval approval) {
        var code = Secret.random(PREFIX);
        var parameters = Tuple.tuple()
                .addValue(GrantStore.hash(code))
                .addString(approval.clientId)
                .addLong(approval.person.zuid())
                .addString(String.join(" ", approval.scopes))
                .addLong(approval.person.parent())
                .addString(approval.redirectUri)
                .addString(approval.challenge)
                .addBoolean(approval.offline)
                .addLong(clock.millis() + LIFE.toMillis());
        return transactions
                .statements()
                .store(ADD, parameters)
                .map(rows -> rows.rowCount() == 1 ? Optional.of(code) : Optional.empty());
    }

    /// A code that was taken.
    record Code(
            long zuid,
            List<String> scopes,
            @Nullable Long parent,
            String redirectUri,
            @Nullable String challenge,
            boolean offline,
            long expiresAt) {
        /// Whether a verifier is that of the challenge (RFC 7636, section 4.6); without a challenge, whether there is
        /// none.
        boolean isProvenBy(@Nullable String verifier) {
            return challenge == null
                    ? verifier == null
                    : verifier != null && MessageDigest.isEqual(ascii(challenge), ascii(challenge(verifier)));
        }

        private static String challenge(String verifier) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(new Secret(verifier).hash());
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// Takes a code of a client, so that nobody else gets it; empty if there is none.
    Uni<Optional<Code>> take(Statements statements, Client client, Secret code) {
        return statements
                .store(TAKE, Tuple.of(GrantStore.hash(code), client.id()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(Codes::code));
    }

    private static Code code(Row row) {
        return new Code(
                row.getLong(0),
                GrantedScopes.stored(row.getString(1)),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getLong(6));
    }
}
