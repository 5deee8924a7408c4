package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/// What `/q/metrics` said at a moment.
///
/// @param lines its lines
public record Metrics(List<String> lines) {
    /// The metrics of a service now.
    public static Metrics of(URI service) {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(service.resolve("/q/metrics"))
                    .timeout(Swarm.PATIENCE)
                    .build();
            return new Metrics(
                    client.send(request, BodyHandlers.ofString()).body().lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
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
