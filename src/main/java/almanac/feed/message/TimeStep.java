package almanac.feed.message;

import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An item enters or leaves a moving window as time passes.
///
/// @param moment the first moment after the step, in epoch ms
/// @param item the item
/// @param enters true if it enters, false if it leaves
public record TimeStep(long moment, ListItem item, boolean enters) {
    public static final Comparator<TimeStep> BY_MOMENT =
            Comparator.comparingLong(TimeStep::moment).thenComparing(step -> step.item.id());

    /// The messages of the steps after a cursor, in order. Only the last step of each moment carries a cursor
    /// to resume from.
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
                : Messages.named(new JsonText(), item.id()).text("calendar_id", item.calendarId());
        var text = data.text("reason", "time")
                .text("cursor", after.toString())
                .number("committed_at", moment)
                .text("actor", "system")
                .toString();
        return Message.of(enters ? "enter" : "leave", isPointToResume ? after : null, text);
    }
}
