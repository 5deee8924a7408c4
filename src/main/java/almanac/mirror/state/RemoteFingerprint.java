package almanac.mirror.state;

import almanac.mirror.client.RemoteEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells whether the same was heard again: not every service raises its tag with each change.
public final class RemoteFingerprint {
    private RemoteFingerprint() {}

    public static String of(RemoteEvent heard) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(heard.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
