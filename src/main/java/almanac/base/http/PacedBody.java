package almanac.base.http;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/// A body that is sent while it arrives. The [PacedBodyWriter] sends it.
///
/// @param bytes the content, at the reader's pace
/// @param length in bytes; empty if it is not known before the end
public record PacedBody(Multi<Buffer> bytes, OptionalLong length) {
    /// A body of a known length.
    public static PacedBody of(Multi<Buffer> bytes, long length) {
        return new PacedBody(bytes, OptionalLong.of(length));
    }

    /// A body of unknown length.
    public static PacedBody of(Multi<Buffer> bytes) {
        return new PacedBody(bytes, OptionalLong.empty());
    }
}
