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

/// An access token as it is stored: its hash, and what it allows.
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

    /// Separated by spaces, as OAuth writes them (RFC 6749, section 3.3).
    String scopes;

    String label;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "expires_at")
    @Nullable
    Long expiresAt;

    static Set<String> scopes(String text) {
        return Set.copyOf(List.of(text.split(" ", -1)));
    }
}
