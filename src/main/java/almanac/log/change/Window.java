package almanac.log.change;

/// A span of time, from its start up to its end, which is excluded.
///
/// @param from epoch ms
/// @param to epoch ms
public record Window(long from, long to) {
    /// All of time, for lists that have no window.
    public static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

    /// Whether something that lasts from a moment to another lies in it, at least in part.
    public boolean overlaps(long start, long end) {
        return end > from && start < to;
    }
}
