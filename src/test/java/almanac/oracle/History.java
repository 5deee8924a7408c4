package almanac.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/// What was done in an episode, in the order of the answers.
final class History {
    private final long begin = System.nanoTime();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListMap<String, Integer> statuses = new ConcurrentSkipListMap<>();
    private int rounds;
    private final ConcurrentLinkedQueue<Op> ops = new ConcurrentLinkedQueue<>();

    void add(Op op, int writer, long sent, Http.Answer answer) {
        ops.add(op);
        statuses.merge(op.kind() + " " + answer.status(), 1, Integer::sum);
        var body = answer.body().toString();
        lines.add("%s | writer %d, %d to %d ms: %d %s"
                .formatted(
                        op,
                        writer,
                        millis(sent),
                        millis(System.nanoTime()),
                        answer.status(),
                        body.length() > 160 ? body.substring(0, 160) : body));
    }

    /// Counts a round after which everything was the same.
    void roundIsRight() {
        note("round " + rounds++ + " is right");
    }

    /// Says what else has happened.
    void note(String what) {
        lines.add("# " + millis(System.nanoTime()) + " ms: " + what);
    }

    /// How much was done, and how it was answered.
    String summary() {
        return ops.size() + " operations in " + millis(System.nanoTime()) + " ms, " + rounds + " rounds, by status "
                + statuses;
    }

    List<Op> ops() {
        return List.copyOf(ops);
    }

    /// Writes it to `target`, to be read, and to be made a test of by [Op#parseAll].
    Path write(String name) {
        try {
            return Files.write(Path.of("target", name + ".history"), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long millis(long at) {
        return (at - begin) / 1_000_000;
    }
}
