package almanac.access.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A row of the table of access tokens: the hash of a token and what it grants.
@Entity(name = "Token")
@Table(name = "access_token")
@SuppressWarnings("NullAway.Init")
class TokenRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    long zuid;
    byte[] hash;

    /// Separated by spaces (RFC 6749, section 3.3).
    String scopes;

    String label;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "expires_at")
    @Nullable
    Long expiresAt;

    /// The grant of a client that it belongs to; null for a token of the administrator's.
    @Column(name = "grant_id")
    @Nullable
    Long grantId;

    static Set<String> scopes(String text) {
        return Set.copyOf(List.of(text.split(" ", -1)));
    }
}
