package almanac.oracle;

import almanac.testing.ExternalDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes a history that fails shorter: it is carried out again one by one, for new accounts, with ever smaller parts
/// left out as long as it fails.
///
/// What needs two writers at one moment does not fail one by one; the seed is all there is then.
final class Shrinker {
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("oracle.shrink", 60));

    private final ExternalDatabase database;
    private final Nodes nodes;
    private final long seed;
    private String last = "";
    private final long end = System.nanoTime() + PATIENCE.toNanos();

    Shrinker(ExternalDatabase database, Nodes nodes, long seed) {
        this.database = database;
        this.nodes = nodes;
        this.seed = seed;
    }

    /// The shortest history that still fails, as a text for [Op#parseAll].
    String shrink(List<Op> ops) {
        var first = fault(ops);
        if (first.isEmpty()) {
            return "One by one the history does not fail: it takes writers at one moment.";
        }
        last = first.get().getMessage();
        var shortest = halve(ops);
        return "One by one it fails with " + shortest.size() + " of " + ops.size() + " operations:\n"
                + shortest.stream().map(Op::toString).collect(Collectors.joining("\n")) + "\n" + last;
    }

    private List<Op> halve(List<Op> ops) {
        var shortest = ops;
        for (var size = (ops.size() + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2) {
            for (var from = 0; from < shortest.size() && System.nanoTime() < end; ) {
                var less = without(shortest, from, size);
                var found = fault(less);
                if (found.isPresent()) {
                    last = found.get().getMessage();
                    shortest = less;
                } else {
                    from += size;
                }
            }
        }
        return shortest;
    }

    private static List<Op> without(List<Op> ops, int from, int size) {
        var less = new ArrayList<>(ops.subList(0, from));
        less.addAll(ops.subList(Math.min(from + size, ops.size()), ops.size()));
        return less;
    }

    private Optional<Fault> fault(List<Op> ops) {
        try (var episode = new Episode(database, nodes, seed, message -> false)) {
            episode.replay(ops);
            return Optional.empty();
        } catch (Fault found) {
            return Optional.of(found);
        }
    }
}
