package almanac.log.change;

/// One item of a list that is watched.
///
/// @param id its id, as clients know it
/// @param calendarId its calendar, as clients know it
/// @param start when it starts, in epoch ms; for what has no time, 0
/// @param end when it ends, in epoch ms; for what has no time, 1
/// @param tag what differs whenever the item does
/// @param json the item, as the JSON call gives it
public record ListItem(String id, String calendarId, long start, long end, long tag, String json) {
    /// The same without its document, for a reader that keeps only that it is there.
    public ListItem outline() {
        return new ListItem(id, calendarId, start, end, tag, "");
    }
}
