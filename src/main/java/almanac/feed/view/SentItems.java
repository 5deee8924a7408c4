package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.SnapshotWriter;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The items of a list for a view, which keeps only that they are there, and for the stream that it begins
/// with, which is sent what they say.
final class SentItems {
    /// What is kept to be sent, in characters. The streams of a longer list read it for themselves.
    private static final long MOST = 1024 * 1024;

    private final List<ListItem> outlines = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final SnapshotWriter writer = new SnapshotWriter();
    private long length;

    void add(ListItem item) {
        outlines.add(item.outline());
        length += item.json().length();
        if (length <= MOST) {
            writer.add(item).ifPresent(messages::add);
        } else {
            messages.clear();
        }
    }

    /// The items, without what they say.
    List<ListItem> outlines() {
        return outlines;
    }

    /// The list to be sent; empty where it is too long to be kept.
    Optional<ListSnapshot> snapshot(Cursor cursor, Window window) {
        if (length > MOST) {
            return Optional.empty();
        }
        writer.rest().ifPresent(messages::add);
        return Optional.of(new ListSnapshot(cursor, window, writer.count(), List.copyOf(messages)));
    }
}
