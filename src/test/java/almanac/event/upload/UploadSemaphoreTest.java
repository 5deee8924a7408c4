package almanac.event.upload;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.event.attachment.UploadDirectory;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Narrow;
import almanac.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Uploads in great number, with few places, little patience and a small limit of bytes.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class UploadSemaphoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UploadSemaphore turns;
    private final UploadDirectory sweep;
    private final Clock clock;
    private final Path directory;

    UploadSemaphoreTest(
            UploadSemaphore turns,
            UploadDirectory sweep,
            Clock clock,
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path directory) {
        this.turns = turns;
        this.sweep = sweep;
        this.clock = clock;
        this.directory = directory;
    }

    @Test
    void takesManyUploadsOneAfterTheOther() throws Exception {
        var users = List.of(Api.user(), Api.user(), Api.user());
        try (var threads = Executors.newFixedThreadPool(30)) {
            var tries = new ArrayList<Callable<Integer>>();
            IntStream.range(0, 60).forEach(number -> tries.add(() -> status(users.get(number % 3), new byte[1000])));
            var answers = Set.of(200, 503);
            for (var each : threads.invokeAll(tries)) {
                assertTrue(answers.contains(each.get()), "answered " + each.get());
            }
        }
        await().atMost(PATIENCE).until(turns::announced, equalTo(0L));
    }

    @Test
    void readsNothingOfAnUploadWhoseTurnHasNotCome() throws Exception {
        var user = Api.user();
        var stranger = Api.user();
        var before = files();
        try (var first = begun(user);
                var second = begun(user)) {
            await().atMost(PATIENCE).until(() -> files() == before + 2);
            assertEquals(503, status(user, new byte[1000]), "its user has two under way");
            assertEquals(before + 2, files());
            assertEquals(200, status(stranger, new byte[1000]));
            first.close();
            // The place of one that was cut off is free again.
            await().atMost(PATIENCE).until(() -> status(user, new byte[1000]) == 200);
        }
    }

    @Test
    void refusesWhatItsUserHasNoRoomFor() {
        var user = Api.user();
        assertEquals(200, status(user, new byte[60_000]));
        user.call()
                .multiPart("files", "b.bin", new byte[60_000], "application/octet-stream")
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(507)
                .body("code", equalTo("storage_limit"))
                .body("errors[0].field", equalTo("files"));
        assertEquals(200, status(user, new byte[10_000]));
    }

    @Test
    void removesTheFilesOfUploadsThatWereCutOff() throws Exception {
        Files.createDirectories(directory);
        var old = Files.createTempFile(directory, "old", "");
        var young = Files.createTempFile(directory, "young", "");
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofMinutes(61))));
        Files.setLastModifiedTime(young, FileTime.from(clock.instant()));
        sweep.removeCutOff();
        assertEquals(List.of(false, true), List.of(Files.exists(old), Files.exists(young)));
        Files.delete(young);
    }

    private static int status(Api.User user, byte[] content) {
        return user.call()
                .multiPart("files", "a.bin", content, "application/octet-stream")
                .post("/api/v2/events/attachments")
                .statusCode();
    }

    /// An upload of which the first half arrives, and the rest does not.
    private static Socket begun(Api.User user) throws IOException {
        var socket = RawHttp.connect();
        var part = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + "x".repeat(20_000);
        socket.getOutputStream()
                .write(RawHttp.bytes(
                        "POST /api/v2/events/attachments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + user.token()
                                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 40000\r\n\r\n"
                                + part));
        socket.getOutputStream().flush();
        return socket;
    }

    private long files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }
}
