package almanac.log.change;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The positions between those that were found.
public final class Gaps {
    private Gaps() {}

    /// The positions that are missing.
    ///
    /// @param settled below this nothing is missing
    /// @param found what was found above it, ascending
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
