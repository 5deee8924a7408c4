package almanac.event.attachment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.ObjectStoreServer;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A download from a bucket is sent while it is read, and read at the pace of its client (cluster 3.2 and 3.7).
class StreamedDownloadIT {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int SIZE = 48 * MEGABYTE;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Shorter than the time after which a client that takes nothing is given up.
    private static final Duration STILL = Duration.ofSeconds(3);

    private static final byte[] CONTENT = new byte[SIZE];

    private static ExternalDatabase database;
    private static ObjectStoreServer store;
    private static PackagedService service;
    private static HttpClient client;
    private static User user;
    private static String file;

    @BeforeAll
    static void start() {
        new Random(11).nextBytes(CONTENT);
        database = ExternalDatabase.start("streamed-");
        store = ObjectStoreServer.start();
        var settings = database.settings();
        settings.putAll(store.settings());
        settings.put("almanac.quota.enabled", "false");
        settings.put("almanac.attachment.s3.timeout", "2m");
        settings.put("almanac.database.silent-for", "20s");
        // Less than twice the file: it would not hold the file and what the service needs for itself.
        service = PackagedService.start("streamed", "96m", settings);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.address().getPort();
        user = Api.user();
        file = user.call()
                .multiPart("files", "plan", CONTENT, "application/octet-stream")
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(200)
                .extract()
                .path("attachments[0].fileId");
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        client.close();
        service.close();
        store.close();
        database.close();
    }

    @Test
    void theFirstBytesArriveBeforeTheStoreHasSentTheRest() throws Exception {
        store.holdBack(MEGABYTE);
        try (var body = download()) {
            assertArrayEquals(part(0, 1_000), body.readNBytes(1_000));
            assertTrue(store.sent() <= MEGABYTE, () -> "sent: " + store.sent());
            store.letThrough();
            assertArrayEquals(part(1_000, SIZE), body.readAllBytes());
        } finally {
            store.letThrough();
        }
    }

    @Test
    void whatTheClientDoesNotTakeIsNotReadFromTheStore() throws Exception {
        store.count();
        try (var body = download()) {
            assertArrayEquals(part(0, 1_000), body.readNBytes(1_000));
            var rest = new long[1];
            await().atMost(PATIENCE).during(STILL).until(() -> {
                var before = rest[0];
                rest[0] = store.sent();
                return rest[0] == before;
            });
            assertTrue(store.sent() < SIZE / 2, () -> "read ahead of the client: " + store.sent());
            assertArrayEquals(part(1_000, SIZE), body.readAllBytes());
        }
    }

    private static InputStream download() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(service.address() + "/api/v2/events/attachments/" + file))
                .header("Authorization", "Bearer " + user.token())
                .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        assertEquals(SIZE, answer.headers().firstValueAsLong("Content-Length").orElse(-1));
        return answer.body();
    }

    private static byte[] part(int from, int to) {
        return java.util.Arrays.copyOfRange(CONTENT, from, to);
    }
}
