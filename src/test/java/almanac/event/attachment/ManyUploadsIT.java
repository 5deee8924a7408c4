package almanac.event.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.ExternalDatabase;
import almanac.testing.ObjectStoreServer;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten large uploads at once into a bucket, and out of it again, through a process whose heap would not hold a third
/// of them (cluster 3.7).
class ManyUploadsIT {
    private static final String HEAP = "160m";
    private static final int SIZE = 50 * 1024 * 1024;
    private static final int AT_ONCE = 10;
    private static final long SLACK = 24L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("\"fileId\":\"(\\d+)\"");

    @TempDir
    Path files;

    @Test
    void theHeapStaysFlat() throws Exception {
        try (var database = ExternalDatabase.start("many-");
                var store = ObjectStoreServer.start();
                var service = start(database, store);
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            RestAssured.baseURI = "http://127.0.0.1";
            RestAssured.port = service.address().getPort();
            var user = Api.user();
            var content = content();
            var before = service.heapAfterCollection();
            var ids = all(number -> upload(client, service, user, content));
            var read = all(number -> download(client, service, user, ids.get(number)));
            for (var each : read) {
                assertEquals(-1, Files.mismatch(content, each), "bytes came back as they were sent");
            }
            assertEquals(AT_ONCE, store.bucket().names("").size());
            assertTrue(service.heapAfterCollection() < before + SLACK, "nothing of it is held");
        } finally {
            RestAssured.reset();
        }
    }

    private static PackagedService start(ExternalDatabase database, ObjectStoreServer store) {
        var settings = database.settings();
        settings.putAll(store.settings());
        settings.put("almanac.quota.enabled", "false");
        settings.put("almanac.attachment.uploads-per-user", String.valueOf(AT_ONCE));
        settings.put("almanac.attachment.s3.timeout", "1m");
        // Both ends, the store and the tests share few processors.
        settings.put("almanac.database.silent-for", "20s");
        return PackagedService.start("many-uploads", HEAP, settings);
    }

    private Path content() throws IOException {
        var bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        return Files.write(files.resolve("content"), bytes);
    }

    private static <T> List<T> all(IntFunction<CompletableFuture<T>> call) {
        var calls = IntStream.range(0, AT_ONCE).mapToObj(call).toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static HttpRequest.Builder request(PackagedService service, Api.User user, String path) {
        return HttpRequest.newBuilder(URI.create(service.address() + "/api/v2/events/attachments" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + user.token());
    }

    private static CompletableFuture<String> upload(
            HttpClient client, PackagedService service, Api.User user, Path content) {
        try {
            var request = request(service, user, "")
                    .header("Content-Type", "multipart/form-data; boundary=edge")
                    .POST(BodyPublishers.concat(
                            BodyPublishers.ofString("--edge\r\nContent-Disposition: form-data; name=\"files\";"
                                    + " filename=\"content\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                            BodyPublishers.ofFile(content),
                            BodyPublishers.ofString("\r\n--edge--\r\n")))
                    .build();
            return client.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> {
                var found = ID.matcher(answer.body());
                assertTrue(answer.statusCode() == 200 && found.find(), answer::body);
                return found.group(1);
            });
        } catch (IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletableFuture<Path> download(HttpClient client, PackagedService service, Api.User user, String id) {
        return client.sendAsync(request(service, user, "/" + id).build(), BodyHandlers.ofFile(files.resolve(id)))
                .thenApply(answer -> {
                    assertEquals(200, answer.statusCode());
                    return answer.body();
                });
    }
}
