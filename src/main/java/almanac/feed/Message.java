package almanac.feed;

import almanac.change.Cursor;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of an event stream, as the WHATWG's standard for Server-Sent Events writes it, encoded
/// once for everybody who gets it.
///
/// @param bytes what goes over the wire
record Message(Buffer bytes) {
    /// A comment line, which keeps a connection alive.
    static final Message HEARTBEAT = new Message(Buffer.buffer(":\n\n"));

    /// @param name the event's name
    /// @param id the cursor a client resumes from; null for a message that is no point to resume from
    /// @param json its data, on one line
    static Message of(String name, @Nullable Cursor id, String json) {
        var text = new StringBuilder(json.length() + 96);
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
        return new Message(Buffer.buffer(text.toString()));
    }

    /// How long a client waits before it connects again.
    static Message retry(long millis) {
        return new Message(Buffer.buffer("retry: " + millis + "\n\n"));
    }

    /// Several, one after the other.
    static Message together(List<Message> messages) {
        var bytes = Buffer.buffer();
        messages.forEach(message -> bytes.appendBuffer(message.bytes));
        return new Message(bytes);
    }
}
