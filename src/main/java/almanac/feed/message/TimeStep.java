package almanac.feed.message;

import almanac.log.change.ClockFacts.Notice;
import almanac.log.change.Cursor;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What time brings without any write: an item enters or leaves a moving window, or the clock tells something of
/// it.
///
/// @param moment the first moment after the step, in epoch ms
/// @param kind what happens
/// @param id the item
/// @param weight the approximate size of its data in bytes
/// @param data adds the members that are its own to its data
public record TimeStep(long moment, Kind kind, ItemId id, long weight, UnaryOperator<JsonText> data) {
    /// By moment. Of one moment, what ends comes before what begins.
    public static final Comparator<TimeStep> BY_MOMENT = Comparator.comparingLong(TimeStep::moment)
            .thenComparing(TimeStep::kind)
            .thenComparing(TimeStep::id);

    /// The kinds of steps, in the order of those of one moment. The message has the name of its kind.
    public enum Kind {
        /// The item has ended.
        ENDED,

        /// The item leaves a moving window.
        LEAVE,

        /// The item enters a moving window.
        ENTER,

        /// A reminder of the item is due.
        REMINDER,

        /// The item starts soon.
        STARTING,

        /// The item has started.
        STARTED;

        private String event() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean isOfWindow() {
            return this == ENTER || this == LEAVE;
        }
    }

    /// An item enters the window.
    public static TimeStep enter(long moment, ListItem item) {
        return new TimeStep(moment, Kind.ENTER, item.id(), item.json().length(), data -> data.raw("item", item.json()));
    }

    /// An item leaves the window.
    public static TimeStep leave(long moment, ItemId id, String calendarId) {
        return new TimeStep(
                moment, Kind.LEAVE, id, 0, data -> Messages.named(data, id).text("calendar_id", calendarId));
    }

    /// The clock tells something of an item.
    ///
    /// @param item an item of a list with a clock
    /// @param notice the reminder that is due; null for the other kinds
    /// @param isLate whether a reminder comes after its moment
    public static TimeStep clock(long moment, Kind kind, ListItem item, @Nullable Notice notice, boolean isLate) {
        var title = Objects.requireNonNull(item.clock()).title();
        return new TimeStep(moment, kind, item.id(), title.length(), data -> {
            var named = Messages.named(data, item.id())
                    .text("calendar_id", item.calendarId())
                    .text("title", title)
                    .number("start_time", item.start())
                    .number("end_time", item.end());
            var reminding =
                    notice == null ? named : named.text("type", notice.type()).number("minutes", notice.minutes());
            return isLate ? reminding.raw("late", "true") : reminding;
        });
    }

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

    /// The messages of steps that are a unit with what follows them.
    ///
    /// @param after the cursor after the unit
    /// @param isWhole whether nothing follows
    public static List<Message> unit(List<TimeStep> ordered, Cursor after, boolean isWhole) {
        var messages = new ArrayList<Message>();
        for (var step : ordered) {
            messages.add(step.message(after, isWhole && messages.size() + 1 == ordered.size()));
        }
        return messages;
    }

    private Message message(Cursor after, boolean isPointToResume) {
        var text = data.apply(new JsonText());
        if (kind.isOfWindow()) {
            text = text.text("reason", "time");
        }
        text = text.text("cursor", after.toString());
        if (kind.isOfWindow()) {
            text = text.number("committed_at", moment).text("actor", "system");
        }
        return Message.of(kind.event(), isPointToResume ? after : null, text.toString());
    }
}
