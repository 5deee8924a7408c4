package almanac.event.objectstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32C;

/// The CRC-32C of a file (RFC 3720, appendix B.4), as S3 writes it.
final class Checksum {
    private static final int AT_ONCE = 64 * 1024;

    private Checksum() {}

    /// Reads the file; blocks.
    ///
    /// @return four bytes, most significant first, in Base64
    static String of(Path file) throws IOException {
        var checksum = new CRC32C();
        var buffer = ByteBuffer.allocate(AT_ONCE);
        try (var channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                checksum.update(buffer.flip());
                var _ = buffer.clear();
            }
        }
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checksum.getValue())
                        .array());
    }
}
