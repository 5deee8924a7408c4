package almanac.access.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// A bearer token: 256 random bits, shown once and kept only as a hash.
///
/// A plain SHA-256 is right for it, where a password would need a slow one: nobody guesses 256 random
/// bits.
///
/// @param text what the client sends
public record Secret(String text) {
    private static final int BYTES = 32;

    /// A new one; the prefix says to people and to secret scanners what it is.
    public static Secret random(String prefix) {
        var bytes = new byte[BYTES];
        // Not kept: in a native image a static one would have been seeded when the image was built.
        new SecureRandom().nextBytes(bytes);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What is stored and looked up.
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
