package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.SnapshotWriter;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The items of a list. The view keeps only their outlines; the first stream is sent their JSON.
final class SentItems {
    /// The largest list that is kept for sending, in characters. For a longer list the stream reads it
    /// itself.
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

    /// The items without their JSON.
    List<ListItem> outlines() {
        return outlines;
    }

    /// The list for sending; empty if it is too long.
    Optional<ListSnapshot> snapshot(Cursor cursor, Window window) {
        if (length > MOST) {
            return Optional.empty();
        }
        writer.rest().ifPresent(messages::add);
        return Optional.of(new ListSnapshot(cursor, window, writer.count(), List.copyOf(messages)));
    }
}
