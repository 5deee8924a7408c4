package almanac.feed;

import almanac.change.Cursor;
import almanac.change.Item;
import almanac.change.LogSnapshot;
import almanac.change.LoggedChange;
import almanac.change.Window;
import org.jspecify.annotations.Nullable;

/// What the messages of a stream say (docs/change-feed.md, 2).
final class Messages {
    private Messages() {}

    static Message snapshot(Item item) {
        return Message.of("snapshot", null, item.json());
    }

    /// @param count how many messages came before it
    static Message ready(Cursor cursor, long count, Window window) {
        var data = new JsonText().text("cursor", cursor.toString()).number("count", count);
        var bounded = window.equals(Window.ALL)
                ? data
                : data.number("from", window.from()).number("to", window.to());
        return Message.of("ready", cursor, bounded.toString());
    }

    static Message reset(String reason, LogSnapshot snapshot) {
        var oldest = Cursor.at(snapshot.log(), snapshot.pruned(), snapshot.time());
        return Message.of(
                "reset",
                null,
                new JsonText()
                        .text("reason", reason)
                        .text("oldest", oldest.toString())
                        .toString());
    }

    static String enter(Item item, LoggedChange change, Cursor cursor) {
        return cause(new JsonText().raw("item", item.json()).text("reason", change.reason()), change, cursor);
    }

    static String update(Item item, LoggedChange change, Cursor cursor) {
        var data = new JsonText()
                .raw("item", item.json())
                .names("changed", change.changed())
                .text("reason", change.reason())
                .tag("old_edit_tag", change.oldTag())
                .tag("new_edit_tag", change.newTag());
        return cause(data, change, cursor);
    }

    static String leave(String id, String calendarId, String reason, LoggedChange change, Cursor cursor) {
        return cause(
                new JsonText().text("id", id).text("calendar_id", calendarId).text("reason", reason), change, cursor);
    }

    private static String cause(JsonText data, LoggedChange change, Cursor cursor) {
        return data.text("cursor", cursor.toString())
                .number("committed_at", change.committedAt())
                .text("actor", change.actor())
                .known("actor_name", change.actorName())
                .toString();
    }

    /// An entry of the log itself.
    ///
    /// @param calendarId the calendar, as clients know it
    /// @param item what the reader sees after it; null for nothing
    static String change(LoggedChange change, String calendarId, @Nullable String item, Cursor cursor) {
        return new JsonText()
                .text("cursor", cursor.toString())
                .text("type", change.kind())
                .text("id", change.subject())
                .text("calendar_id", calendarId)
                .text("reason", change.reason())
                .text("actor", change.actor())
                .known("actor_name", change.actorName())
                .number("committed_at", change.committedAt())
                .names("changed", change.changed())
                .tag("old_edit_tag", change.oldTag())
                .tag("new_edit_tag", change.newTag())
                .raw("item", item == null ? "null" : item)
                .toString();
    }
}
