package almanac.mirror.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells whether the same was heard again: not every service raises its tag with each change.
public final class RemoteFingerprint {
    private RemoteFingerprint() {}

    /// The fingerprint of a record, in hexadecimal.
    public static String of(Record heard) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(heard.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
