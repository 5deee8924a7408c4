package almanac.feed.message;

import almanac.log.change.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of an event stream (WHATWG, Server-Sent Events), encoded once for all streams that get it.
public final class Message {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Buffer bytes;

    /// Built lazily. Two threads may build it at the same time; both results are equal.
    private volatile @Nullable ByteBuf chunk;

    private Message(Buffer bytes) {
        this.bytes = bytes;
    }

    /// The encoded event.
    public Buffer bytes() {
        return bytes;
    }

    /// The encoded event as a chunk of HTTP/1.1, built at the first call.
    public ByteBuf chunk() {
        var made = chunk;
        if (made == null) {
            made = chunkOf(bytes);
            chunk = made;
        }
        return made;
    }

    /// A comment line, which keeps a connection alive.
    ///
    /// It is not a constant, because a native image stores static fields at build time and cannot store a
    /// buffer.
    public static Message heartbeat() {
        return new Message(Buffer.buffer(":\n\n"));
    }

    /// A named event with data.
    ///
    /// @param name the event's name
    /// @param id the cursor that a client resumes from; null if the event is no point to resume from
    /// @param json its data, on one line
    public static Message of(String name, @Nullable Cursor id, String json) {
        var text = new StringBuilder(json.length() + 96);
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
        return new Message(Buffer.buffer(text.toString()));
    }

    /// The `retry` field: how long a client waits before it reconnects, in ms.
    public static Message retry(long millis) {
        return new Message(Buffer.buffer("retry: " + millis + "\n\n"));
    }

    /// Several messages concatenated.
    public static Message together(List<Message> messages) {
        var bytes = Buffer.buffer();
        messages.forEach(message -> bytes.appendBuffer(message.bytes));
        return new Message(bytes);
    }

    /// A part of a snapshot, whose text holds one event for each item.
    static Message snapshot(StringBuilder text) {
        return new Message(Buffer.buffer(text.toString()));
    }

    /// Uses direct memory, from which the kernel can read. It is freed by garbage collection once no
    /// connection refers to it.
    private static ByteBuf chunkOf(Buffer bytes) {
        var length = bytes.length();
        var head = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
        var chunk = ByteBuffer.allocateDirect(head.length + length + 4);
        chunk.put(head).put(LINE_END).put(bytes.getBytes()).put(LINE_END).flip();
        return Unpooled.wrappedBuffer(chunk);
    }
}
