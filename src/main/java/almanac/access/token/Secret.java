package almanac.access.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// A bearer token of 256 random bits. It is shown once, and only its hash is stored.
///
/// SHA-256 is sufficient: 256 random bits cannot be guessed. Passwords would need a slow hash.
///
/// @param text what the client sends
public record Secret(String text) {
    private static final int BYTES = 32;

    /// A new secret. The prefix identifies its kind to people and to secret scanners.
    public static Secret random(String prefix) {
        var bytes = new byte[BYTES];
        // Not a static field: in a native image it would have been seeded at build time.
        new SecureRandom().nextBytes(bytes);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// The SHA-256 hash, which is stored and looked up.
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
