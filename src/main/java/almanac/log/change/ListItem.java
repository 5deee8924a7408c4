package almanac.log.change;

import org.jspecify.annotations.Nullable;

/// One item of a list that is watched.
///
/// @param id its name
/// @param calendarId the id of its calendar, as clients know it
/// @param start its start, in epoch ms; 0 for an item without a time
/// @param end its end, in epoch ms; 1 for an item without a time
/// @param tag a value that differs after each change of the item
/// @param json the item, as the JSON call returns it
/// @param clock what the clock tells of it; null in a list without messages of the clock
public record ListItem(
        ItemId id,
        String calendarId,
        long start,
        long end,
        long tag,
        String json,
        @Nullable ClockFacts clock) {
    /// An item of which the clock tells nothing.
    public ListItem(ItemId id, String calendarId, long start, long end, long tag, String json) {
        this(id, calendarId, start, end, tag, json, null);
    }

    /// The same item without its JSON.
    public ListItem outline() {
        return new ListItem(id, calendarId, start, end, tag, "", clock);
    }

    /// The same item with what the clock tells of it.
    public ListItem with(ClockFacts facts) {
        return new ListItem(id, calendarId, start, end, tag, json, facts);
    }
}
