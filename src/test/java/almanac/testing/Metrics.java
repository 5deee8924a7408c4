package almanac.testing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

/// What `/q/metrics` said at a moment.
///
/// @param lines its lines
public record Metrics(List<String> lines) {
    private static final int OK = 200;

    /// One for all: a client that is closed after each request waits for its threads, and under load of its
    /// own that may take for ever.
    private static final Swarm READER = Swarm.at(URI.create("http://127.0.0.1"));

    /// The metrics of a service now.
    ///
    /// @param management where it answers for health and metrics
    public static Metrics of(URI management) {
        var answer = READER.send(HttpRequest.newBuilder(management.resolve("/q/metrics"))
                .timeout(Swarm.PATIENCE)
                .build());
        if (answer.status() != OK) {
            throw new IllegalStateException("no metrics: " + answer);
        }
        return new Metrics(answer.body().lines().toList());
    }

    /// The sum of the values whose name and tags begin so; 0 where there are none.
    public double sum(String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Whether there is a value whose name and tags begin so.
    public boolean has(String prefix) {
        return lines.stream().anyMatch(line -> line.startsWith(prefix));
    }
}
