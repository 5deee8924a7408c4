package almanac.mail.link;

import almanac.mail.outbox.QueuedMail;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What a link in an invitation names: the guest and the event. Whoever has the link answers for that guest and that
/// event, and for nothing else.
///
/// @param event the `id` of the event
/// @param occurrence the recurrence id of one occurrence of a series; null for another event, and for the series
/// @param address the guest's address
public record GuestLink(String event, @Nullable String occurrence, String address) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 32;
    private static final int LONGEST = 2_000;

    /// The link of a mail.
    public static GuestLink of(QueuedMail mail) {
        return new GuestLink(mail.event(), mail.occurrence(), mail.address());
    }

    /// The text of the link, with its signature.
    ///
    /// @param key signs it
    public String token(String key) {
        var content = String.join("\n", event, occurrence == null ? "" : occurrence, address)
                .getBytes(StandardCharsets.UTF_8);
        var token = Arrays.copyOf(signature(content, key), SIGNATURE + content.length);
        System.arraycopy(content, 0, token, SIGNATURE, content.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// The link of a text; empty if this key has not signed it.
    public static Optional<GuestLink> read(String token, String key) {
        return bytes(token)
                .filter(bytes -> bytes.length > SIGNATURE)
                .filter(bytes -> MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE), signature(content(bytes), key)))
                .map(bytes -> new String(content(bytes), StandardCharsets.UTF_8).split("\n", 3))
                .map(parts -> new GuestLink(parts[0], parts[1].isEmpty() ? null : parts[1], parts[2]));
    }

    private static Optional<byte[]> bytes(String token) {
        try {
            return token.length() > LONGEST
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static byte[] content(byte[] token) {
        return Arrays.copyOfRange(token, SIGNATURE, token.length);
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

    @Override
    public String toString() {
        return "GuestLink[hidden]";
    }
}
