package almanac.feed.message;

import almanac.log.change.ListItem;
import java.util.Optional;

/// Puts the items of a list together to messages of some size, so that a list of small items is few writes and
/// one of large items never waits in memory as a whole.
public final class SnapshotWriter {
    /// In characters; a message is longer by one item at most.
    private static final int FULL = 32 * 1024;

    private StringBuilder text = new StringBuilder();
    private long count;

    /// Adds an item.
    ///
    /// @return a message that is full now; empty while there is room for more
    public Optional<Message> add(ListItem item) {
        text.append("event: snapshot\ndata: ").append(item.json()).append("\n\n");
        count++;
        return text.length() < FULL ? Optional.empty() : rest();
    }

    /// The last message; empty where nothing is left.
    public Optional<Message> rest() {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var message = Message.snapshot(text);
        text = new StringBuilder();
        return Optional.of(message);
    }

    /// How many items were added.
    public long count() {
        return count;
    }
}
