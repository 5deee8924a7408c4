package almanac.feed.message;

import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the passing of time does to a moving window: an item comes, or goes.
///
/// @param moment the first moment at which it is so, in epoch ms
/// @param item the item
/// @param enters whether it comes
public record TimeStep(long moment, ListItem item, boolean enters) {
    public static final Comparator<TimeStep> BY_MOMENT =
            Comparator.comparingLong(TimeStep::moment).thenComparing(step -> step.item.id());

    /// The messages of those steps that a cursor has not reached, in order. Steps of one moment belong
    /// together: the last of them alone is a point to resume from.
    public static List<Message> messages(List<TimeStep> ordered, Cursor reached) {
        var messages = new ArrayList<Message>();
        for (var i = 0; i < ordered.size(); i++) {
            var step = ordered.get(i);
            if (step.moment > reached.time()) {
                var isLast = i + 1 == ordered.size() || ordered.get(i + 1).moment > step.moment;
                messages.add(step.message(reached.at(step.moment), isLast));
            }
        }
        return messages;
    }

    private Message message(Cursor after, boolean isPointToResume) {
        var data = enters
                ? new JsonText().raw("item", item.json())
                : new JsonText().text("id", item.id()).text("calendar_id", item.calendarId());
        var text = data.text("reason", "time")
                .text("cursor", after.toString())
                .number("committed_at", moment)
                .text("actor", "system")
                .toString();
        return Message.of(enters ? "enter" : "leave", isPointToResume ? after : null, text);
    }
}
