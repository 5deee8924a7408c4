package almanac.feed.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/// The short way to a connection: past the encoder of HTTP, with a message that is a chunk already
/// (RFC 9112, section 7.1). One message goes to thousands of connections as the same bytes; put together
/// anew for each, it would cost more than what the kernel takes.
///
/// It is open only where a chunk is what goes over the wire: in HTTP/1.1, not compressed. Elsewhere,
/// and on another thread than the connection's own, the long way is taken.
final class ChunkWriter {
    private static final String ENCODER = "httpEncoder";
    private static final String DEFLATER = "deflater";

    private final @Nullable ChannelHandlerContext encoder;

    private ChunkWriter(@Nullable ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /// The short way to whoever has asked.
    static ChunkWriter to(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1 || !(request.connection() instanceof ConnectionBase connection)) {
            return new ChunkWriter(null);
        }
        var handlers = connection.channel().pipeline();
        return new ChunkWriter(handlers.get(DEFLATER) == null ? handlers.context(ENCODER) : null);
    }

    /// Writes a chunk, where that can be done here.
    ///
    /// @param chunk stays the caller's
    /// @return whether it was done
    boolean write(ByteBuf chunk) {
        if (encoder == null || !encoder.executor().inEventLoop()) {
            return false;
        }
        var _ = encoder.writeAndFlush(chunk.retainedDuplicate(), encoder.voidPromise());
        return true;
    }
}
