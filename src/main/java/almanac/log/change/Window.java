package almanac.log.change;

/// A time range; the start is included, the end is not.
public record Window(long from, long to) {
    /// The unbounded window, for lists without one.
    public static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

    /// Whether a time range overlaps the window.
    public boolean overlaps(long start, long end) {
        return end > from && start < to;
    }
}
