package almanac.mirror.link;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with AES-256 in GCM (NIST SP 800-38D), so that the database holds none that could be
/// read.
///
/// A seal begins with the name of its key, by which keys can be changed; then come 12 random bytes and
/// what was encrypted. It is bound to a place: moved to another row or column it does not open.
@Singleton
public class Vault {
    private static final String PROPERTY = "almanac.upstream.encryption-key";
    private static final String FORMER = "almanac.upstream.former-encryption-keys";
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKey> keys = new LinkedHashMap<>();
    private final boolean ready;

    Vault(UpstreamConfig config) {
        config.encryptionKey().ifPresent(key -> add(PROPERTY, key));
        this.ready = !keys.isEmpty();
        config.formerEncryptionKeys().orElse(List.of()).forEach(key -> add(FORMER, key));
    }

    /// What is wrong with keys, without the keys themselves. The start asks before it starts a database.
    ///
    /// @param key `almanac.upstream.encryption-key`
    /// @param former `almanac.upstream.former-encryption-keys`
    public static List<String> complaints(Optional<String> key, List<String> former) {
        return Stream.concat(
                        key.stream().flatMap(text -> complaint(PROPERTY, text).stream()),
                        former.stream().flatMap(text -> complaint(FORMER, text).stream()))
                .distinct()
                .toList();
    }

    private static Optional<String> complaint(String property, String text) {
        return bytes(text).filter(bytes -> bytes.length == KEY_BYTES).isPresent()
                ? Optional.empty()
                : Optional.of(property + " must be base64 of 32 bytes, as `openssl rand -base64 32` gives");
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /// Whether there is a key to seal with.
    boolean isReady() {
        return ready;
    }

    /// Seals a secret for a place.
    byte[] seal(String secret, String place) {
        var key = keys.entrySet().iterator().next();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = crypt(Cipher.ENCRYPT_MODE, key.getValue(), nonce, place, secret.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(NAME_BYTES + NONCE_BYTES + sealed.length)
                .putInt(key.getKey())
                .put(nonce)
                .put(sealed)
                .array();
    }

    /// Opens a seal.
    ///
    /// @throws IllegalStateException where its key is not known, or it was made for another place
    String open(byte[] seal, String place) {
        var buffer = ByteBuffer.wrap(seal);
        var key = keys.get(buffer.getInt());
        if (key == null) {
            throw new IllegalStateException(
                    "the key that sealed a secret is configured neither as " + PROPERTY + " nor among the former ones");
        }
        var nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        var sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        return new String(crypt(Cipher.DECRYPT_MODE, key, nonce, place, sealed), StandardCharsets.UTF_8);
    }

    /// Whether a seal was made with the key that is in use now.
    boolean isCurrent(byte[] seal) {
        return ready && keys.keySet().iterator().next() == ByteBuffer.wrap(seal).getInt();
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, String place, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a sealed secret cannot be opened", failure);
        }
    }

    /// @throws IllegalArgumentException where a key is no base64 of 32 bytes; the message names the property
    private void add(String property, String text) {
        complaint(property, text).ifPresent(complaint -> {
            throw new IllegalArgumentException(complaint);
        });
        var bytes = bytes(text).orElseThrow();
        keys.putIfAbsent(name(bytes), new SecretKeySpec(bytes, "AES"));
    }

    private static int name(byte[] key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key);
            return ByteBuffer.wrap(Arrays.copyOf(hash, NAME_BYTES)).getInt();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
