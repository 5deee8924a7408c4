package almanac.log.change;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Finds gaps in a sequence of positions.
public final class Gaps {
    private Gaps() {}

    /// The missing positions.
    ///
    /// @param settled the highest position up to which nothing is missing
    /// @param found the positions that were found above it, ascending
    public static SortedSet<Long> above(long settled, List<Long> found) {
        var gaps = new TreeSet<Long>();
        var expected = settled + 1;
        for (var position : found) {
            for (; expected < position; expected++) {
                gaps.add(expected);
            }
            expected = position + 1;
        }
        return gaps;
    }
}
