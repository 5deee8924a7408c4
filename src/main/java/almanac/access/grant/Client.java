package almanac.access.grant;

import almanac.access.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that acts for accounts.
///
/// @param id the `client_id`
/// @param name what people are told of it
/// @param secretHash the hash of its secret in hexadecimal digits; null for a public client
/// @param redirectUris the addresses to which people are led back
/// @param scopes the most that it may be granted
/// @param zuid the account that it acts as without a person; null for none
/// @param createdAt epoch ms
public record Client(
        String id,
        String name,
        @Nullable String secretHash,
        List<String> redirectUris,
        List<String> scopes,
        @Nullable Long zuid,
        long createdAt) {
    /// Whether it has a secret: it runs where nobody else reads that.
    public boolean isConfidential() {
        return secretHash != null;
    }

    /// Whether a secret is the client's.
    public boolean has(Secret secret) {
        return secretHash != null && MessageDigest.isEqual(bytes(secretHash), bytes(hex(secret)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String hex(Secret secret) {
        return HexFormat.of().formatHex(secret.hash());
    }

    @Override
    public String toString() {
        return "Client[" + id + "]";
    }
}
