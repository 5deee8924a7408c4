package almanac.event.upload;

import almanac.event.attachment.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The fingerprint of an upload: names, types and content of its files, independent of the boundary.
final class UploadFingerprint {
    private UploadFingerprint() {}

    static byte[] of(List<Upload> files) throws IOException {
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            for (var file : files) {
                var head = file.name() + "\n" + file.contentType() + "\n" + file.size() + "\n";
                digest.write(head.getBytes(StandardCharsets.UTF_8));
                Files.copy(file.file(), digest);
            }
            return digest.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
