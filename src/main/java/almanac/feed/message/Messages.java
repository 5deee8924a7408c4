package almanac.feed.message;

import almanac.log.change.Cursor;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import almanac.log.change.Window;
import almanac.log.read.LogSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes the events of a stream (docs/change-feed.md, 2).
public final class Messages {
    private Messages() {}

    /// The end of a snapshot or a replay: the stream is live after it.
    ///
    /// @param count the number of events before it
    public static Message ready(Cursor cursor, long count, Window window) {
        var data = new JsonText().text("cursor", cursor.toString()).number("count", count);
        var bounded = window.equals(Window.ALL)
                ? data
                : data.number("from", window.from()).number("to", window.to());
        return Message.of("ready", cursor, bounded.toString());
    }

    /// Tells the client to read the list again, because its cursor cannot be resumed from.
    public static Message reset(String reason, LogSnapshot snapshot) {
        var oldest = Cursor.at(snapshot.log(), snapshot.pruned(), snapshot.time());
        return Message.of(
                "reset",
                null,
                new JsonText()
                        .text("reason", reason)
                        .text("oldest", oldest.toString())
                        .toString());
    }

    public static String enter(ListItem item, LoggedChange change, Cursor cursor) {
        return cause(new JsonText().raw("item", item.json()).text("reason", change.reason()), change, cursor);
    }

    public static String update(ListItem item, LoggedChange change, Cursor cursor) {
        var data = new JsonText()
                .raw("item", item.json())
                .names("changed", change.changed())
                .text("reason", change.reason())
                .tag("old_edit_tag", change.oldTag())
                .tag("new_edit_tag", change.newTag());
        return cause(data, change, cursor);
    }

    public static String leave(ItemId id, String calendarId, String reason, LoggedChange change, Cursor cursor) {
        var data = named(new JsonText(), id).text("calendar_id", calendarId).text("reason", reason);
        return cause(data, change, cursor);
    }

    /// The name of an item.
    static JsonText named(JsonText data, ItemId id) {
        return data.text("id", id.id()).known("recurrence_id", id.recurrenceId());
    }

    private static String cause(JsonText data, LoggedChange change, Cursor cursor) {
        return data.text("cursor", cursor.toString())
                .number("committed_at", change.committedAt())
                .text("actor", change.actor())
                .known("actor_name", change.actorName())
                .toString();
    }

    /// An entry of the log.
    ///
    /// @param calendarId the `calendar_id` as clients know it
    /// @param item the document as the reader sees it after the change; null if the reader does not see it
    ///     any more: `changed` and the new tag are then left out
    public static String change(LoggedChange change, String calendarId, @Nullable String item, Cursor cursor) {
        return named(new JsonText().text("cursor", cursor.toString()).text("type", change.kind()), change.item())
                .text("calendar_id", calendarId)
                .text("reason", change.reason())
                .text("actor", change.actor())
                .known("actor_name", change.actorName())
                .number("committed_at", change.committedAt())
                .names("changed", item == null ? List.of() : change.changed())
                .tag("old_edit_tag", change.oldTag())
                .tag("new_edit_tag", item == null ? null : change.newTag())
                .raw("item", item == null ? "null" : item)
                .toString();
    }
}
