package almanac.base.recurrence;

/// One of the times of a series.
///
/// @param id its id within the series
/// @param start its first moment, in epoch ms
/// @param end the moment after its last one, in epoch ms
public record Occurrence(RecurrenceId id, long start, long end) {
    /// Whether it has a moment in a window. An occurrence without length counts as its start.
    ///
    /// @param from the first moment of the window, in epoch ms
    /// @param to the moment after its last one
    public boolean overlaps(long from, long to) {
        return start < to && Math.max(end, start + 1) > from;
    }
}
