package almanac.event.attachment;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Installation;
import almanac.testing.ObjectStoreServer;
import io.restassured.RestAssured;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An installation that moves its attachments from its disk to a bucket (cluster 3.1, 3.6).
@Tag("slow")
class AttachmentCopyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOKEN = "-Dalmanac.admin.token=" + Api.ADMIN_TOKEN;

    private final Path data;

    AttachmentCopyIT() throws Exception {
        this.data = Installation.freshData();
    }

    @AfterEach
    void reset() {
        RestAssured.reset();
    }

    @Test
    void aCopyEndsAndCanBeRepeated() throws Exception {
        var classes = data.resolveSibling(data.getFileName() + ".classes");
        Api.User user;
        String file;
        try (var onDisk = Installation.start(data, TOKEN, "-Xlog:class+load:file=" + classes)) {
            speakWith(onDisk);
            user = Api.user();
            file = Api.upload(user, "plan.txt", "0123456789");
            assertEquals(
                    200,
                    user.call().get("/api/v2/events/attachments/{id}", file).statusCode());
            assertEquals(143, onDisk.terminate(PATIENCE), "ended by SIGTERM");
        }
        assertFalse(
                Files.readString(classes).contains("software.amazon.awssdk"),
                "a node that stores on its disk loads no class of the SDK");
        try (var store = ObjectStoreServer.start()) {
            store.leave();
            copies(store, 1, "can be repeated");
            store.comeBack();
            copies(store, 0, "Attachments: 1 copied to the bucket, 0 there already, 0 without a file in ");
            copies(store, 0, "Attachments: 0 copied to the bucket, 1 there already, 0 without a file in ");
            Files.delete(data.resolve("attachments").resolve(file));
            copies(store, 0, "Attachments: 0 copied to the bucket, 0 there already, 1 without a file in ");
            try (var inBucket = Installation.start(data, with(store, TOKEN))) {
                speakWith(inBucket);
                user.call()
                        .get("/api/v2/events/attachments/{id}", file)
                        .then()
                        .statusCode(200)
                        .body(equalTo("0123456789"));
            }
        }
    }

    private void copies(ObjectStoreServer store, int status, String sentence) throws Exception {
        try (var copy = Installation.launch(List.of(), data, with(store, "-Dalmanac.attachment.copy=only"))) {
            assertEquals(status, copy.exit(PATIENCE), copy.output());
            assertTrue(copy.output().contains(sentence), copy.output());
        }
    }

    private static String[] with(ObjectStoreServer store, String setting) {
        return Stream.concat(
                        Stream.of(setting, "-Dalmanac.attachment.s3.timeout=20s"),
                        store.settings().entrySet().stream().map(each -> "-D" + each.getKey() + "=" + each.getValue()))
                .toArray(String[]::new);
    }

    private static void speakWith(Installation service) {
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = URI.create(service.address()).getPort();
    }

    @Test
    void aBucketThatIsNotNamedIsOneLineBeforeAnythingStarts() throws Exception {
        try (var service = Installation.launch(
                List.of(),
                data,
                "-Dalmanac.attachment.store=s3",
                "-Dalmanac.attachment.s3.access-key=mine",
                "-Dalmanac.attachment.s3.secret-key=hidden-text")) {
            assertEquals(1, service.exit(PATIENCE));
            assertTrue(
                    service.output()
                            .contains("Almanac cannot start. almanac.attachment.s3.bucket is not set, and"
                                    + " almanac.attachment.store=s3 needs it"),
                    service.output());
            assertFalse(service.output().contains("hidden-text"), service.output());
            assertFalse(Files.exists(data.resolve("postgres")));
        }
    }
}
