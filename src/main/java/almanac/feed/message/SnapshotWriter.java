package almanac.feed.message;

import almanac.log.change.ListItem;
import java.util.Optional;

/// Groups the items of a list into messages of at least 32 Ki characters. Small items so need few writes, and
/// a long list is never held in memory as a whole.
public final class SnapshotWriter {
    /// In characters. A message exceeds it by at most one item.
    private static final int FULL = 32 * 1024;

    private StringBuilder text = new StringBuilder();
    private long count;

    /// Adds an item.
    ///
    /// @return a full message; empty while the message has room
    public Optional<Message> add(ListItem item) {
        text.append("event: snapshot\ndata: ").append(item.json()).append("\n\n");
        count++;
        return text.length() < FULL ? Optional.empty() : rest();
    }

    /// The remaining message; empty if there is none.
    public Optional<Message> rest() {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var message = Message.snapshot(text);
        text = new StringBuilder();
        return Optional.of(message);
    }

    /// The number of items added.
    public long count() {
        return count;
    }
}
