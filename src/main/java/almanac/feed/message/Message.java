package almanac.feed.message;

import almanac.log.change.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of an event stream, as the WHATWG's standard for Server-Sent Events writes it, encoded
/// once for everybody who gets it.
public final class Message {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Buffer bytes;

    /// Two threads may make it at once, and either may keep its own.
    private volatile @Nullable ByteBuf chunk;

    private Message(Buffer bytes) {
        this.bytes = bytes;
    }

    /// What the reader gets.
    public Buffer bytes() {
        return bytes;
    }

    /// The same as a chunk of HTTP/1.1, made when it is first asked for.
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
    /// No constant: a native image keeps the constants of classes from its build, and can keep no buffer.
    public static Message heartbeat() {
        return new Message(Buffer.buffer(":\n\n"));
    }

    /// A named message with data.
    ///
    /// @param name the event's name
    /// @param id the cursor a client resumes from; null for a message that is no point to resume from
    /// @param json its data, on one line
    public static Message of(String name, @Nullable Cursor id, String json) {
        var text = new StringBuilder(json.length() + 96);
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
        return new Message(Buffer.buffer(text.toString()));
    }

    /// How long a client waits before it connects again.
    public static Message retry(long millis) {
        return new Message(Buffer.buffer("retry: " + millis + "\n\n"));
    }

    /// Several, one after the other.
    public static Message together(List<Message> messages) {
        var bytes = Buffer.buffer();
        messages.forEach(message -> bytes.appendBuffer(message.bytes));
        return new Message(bytes);
    }

    /// A part of a snapshot: so many items as were written, each an event of its own.
    static Message snapshot(StringBuilder text) {
        return new Message(Buffer.buffer(text.toString()));
    }

    /// Outside of the heap, where the kernel can read it; the collector frees it when nobody writes it
    /// any more.
    private static ByteBuf chunkOf(Buffer bytes) {
        var length = bytes.length();
        var head = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
        var chunk = ByteBuffer.allocateDirect(head.length + length + 4);
        chunk.put(head).put(LINE_END).put(bytes.getBytes()).put(LINE_END).flip();
        return Unpooled.wrappedBuffer(chunk);
    }
}
