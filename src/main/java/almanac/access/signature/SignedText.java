package almanac.access.signature;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A text with its signature (HMAC-SHA-256), in characters that a URL and a form can hold. The text can be read by
/// its holder; it cannot be changed.
public final class SignedText {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 32;

    private SignedText() {}

    /// Signs a text.
    public static String sign(String text, String key) {
        var content = text.getBytes(StandardCharsets.UTF_8);
        var signed = Arrays.copyOf(signature(content, key), SIGNATURE + content.length);
        System.arraycopy(content, 0, signed, SIGNATURE, content.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /// The text of what was signed; empty if this key has not signed it.
    ///
    /// @param longest the most characters that are looked at
    public static Optional<String> read(String signed, String key, int longest) {
        return bytes(signed, longest)
                .filter(bytes -> bytes.length > SIGNATURE)
                .filter(bytes -> MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE), signature(content(bytes), key)))
                .map(bytes -> new String(content(bytes), StandardCharsets.UTF_8));
    }

    /// The key of a purpose.
    static String derive(String key, String purpose) {
        return HexFormat.of().formatHex(signature(purpose.getBytes(StandardCharsets.UTF_8), key));
    }

    private static Optional<byte[]> bytes(String signed, int longest) {
        try {
            return signed.length() > longest
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(signed));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static byte[] content(byte[] signed) {
        return Arrays.copyOfRange(signed, SIGNATURE, signed.length);
    }

    private static byte[] signature(byte[] content, String key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(content);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
