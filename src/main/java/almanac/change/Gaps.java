package almanac.change;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The positions between those that were found.
final class Gaps {
    private Gaps() {}

    /// @param settled below this nothing is missing
    /// @param found what was found above it, ascending
    static SortedSet<Long> above(long settled, List<Long> found) {
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
