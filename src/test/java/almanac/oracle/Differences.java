package almanac.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is not the same in two accounts of one thing.
final class Differences {
    private static final int SHOWN = 3;

    private Differences() {}

    /// Compares two maps.
    ///
    /// @param isClear which values are compared; the others lie where the passing time makes both right
    /// @throws Fault where they differ
    static <T> void between(String name, Map<String, T> left, Map<String, T> right, Predicate<T> isClear) {
        List<String> found = new ArrayList<>();
        var ids = new TreeSet<>(left.keySet());
        ids.addAll(right.keySet());
        for (var id : ids) {
            var first = left.get(id);
            var second = right.get(id);
            if (!Objects.equals(first, second) && isClear(first, isClear) && isClear(second, isClear)) {
                found.add(id + "\n      " + first + "\n      " + second);
            }
        }
        if (!found.isEmpty()) {
            var shown = String.join("\n    ", found.subList(0, Math.min(SHOWN, found.size())));
            throw new Fault(name + ": " + found.size() + " differ\n    " + shown);
        }
    }

    private static <T> boolean isClear(@Nullable T value, Predicate<T> isClear) {
        return value == null || isClear.test(value);
    }
}
