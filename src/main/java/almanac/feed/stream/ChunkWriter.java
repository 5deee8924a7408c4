package almanac.feed.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/// Writes chunks to the socket past Netty's HTTP encoder (RFC 9112, section 7.1). A message goes to thousands
/// of connections as the same bytes; encoding the chunk for each of them would cost more than the write
/// itself.
///
/// Available only for HTTP/1.1 without compression, and on the connection's own event loop. Otherwise the
/// response is written the usual way.
final class ChunkWriter {
    private static final String ENCODER = "httpEncoder";
    private static final String DEFLATER = "deflater";

    private final @Nullable ChannelHandlerContext encoder;

    private ChunkWriter(@Nullable ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /// The writer for a request's connection.
    static ChunkWriter to(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1 || !(request.connection() instanceof ConnectionBase connection)) {
            return new ChunkWriter(null);
        }
        var handlers = connection.channel().pipeline();
        return new ChunkWriter(handlers.get(DEFLATER) == null ? handlers.context(ENCODER) : null);
    }

    /// Writes a chunk if the connection allows it.
    ///
    /// @param chunk its reference count is not changed
    /// @return whether it was written
    boolean write(ByteBuf chunk) {
        if (encoder == null || !encoder.executor().inEventLoop()) {
            return false;
        }
        var _ = encoder.writeAndFlush(chunk.retainedDuplicate(), encoder.voidPromise());
        return true;
    }
}
