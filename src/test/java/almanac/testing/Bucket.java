package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;

/// The objects of an [ObjectStoreServer], past the service.
public final class Bucket {
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

    private final URI address;

    /// @param address of the bucket
    public Bucket(URI address) {
        this.address = address;
    }

    /// The names of all objects that begin so, in order; a thousand at most.
    public List<String> names(String prefix) {
        var page = ask(HttpRequest.newBuilder(URI.create(address + "?list-type=2&prefix=" + prefix)));
        return KEY.matcher(page).results().map(key -> key.group(1)).toList();
    }

    /// Writes an object.
    public void put(String name, String content) {
        ask(HttpRequest.newBuilder(of(name)).PUT(BodyPublishers.ofString(content)));
    }

    /// Removes an object.
    public void remove(String name) {
        ask(HttpRequest.newBuilder(of(name)).DELETE());
    }

    private URI of(String name) {
        return URI.create(address + "/" + name);
    }

    private static String ask(HttpRequest.Builder request) {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer + " " + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
