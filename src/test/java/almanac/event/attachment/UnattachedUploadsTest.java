package almanac.event.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Uploads that no event takes within 24 hours are removed (contract, section 8).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class UnattachedUploadsTest {
    private static final Duration ALMOST = Duration.ofHours(24).minusMillis(1);

    private final AttachmentSweep sweep;
    private final AttachmentConfig config;
    private final MovableClock clock;
    private Duration moved = Duration.ZERO;

    UnattachedUploadsTest(AttachmentSweep sweep, AttachmentConfig config, MovableClock clock) {
        this.sweep = sweep;
        this.config = config;
        this.clock = clock;
    }

    @AfterEach
    void setsTheClockBack() {
        clock.advance(moved.negated());
    }

    @Test
    void keepsAnUploadForADayAndNoLonger() throws Throwable {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        sweepAfter(ALMOST);
        assertEquals(200, statusOf(user, file));
        sweepAfter(Duration.ofMillis(2));
        assertEquals(404, statusOf(user, file));
        assertFalse(Files.exists(config.directory().resolve(file)));
    }

    @Test
    void keepsWhatAnEventHas() throws Throwable {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        Api.create(user, Api.event("Tea", "attachment_ids", List.of(file)));
        sweepAfter(Duration.ofDays(100));
        assertEquals(200, statusOf(user, file));
    }

    @Test
    void removesWhatAnEventHasGivenUp() throws Throwable {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        var made = Api.create(user, Api.event("Tea", "attachment_ids", List.of(file)));
        Api.edit(user, made.get("id"), Map.of("attachment_ids", List.of()))
                .then()
                .statusCode(200);
        sweepAfter(Duration.ofHours(25));
        assertEquals(404, statusOf(user, file));
    }

    @Test
    void removesFilesThatACrashLeftWithoutARow() throws Throwable {
        var orphan = config.directory().resolve("1234567890123456789");
        var young = config.directory().resolve("1234567890123456788");
        write(orphan, Duration.ofHours(-25));
        write(young, Duration.ofHours(-23));
        sweepAfter(Duration.ZERO);
        assertFalse(Files.exists(orphan));
        assertTrue(Files.exists(young));
        Files.delete(young);
    }

    private void write(java.nio.file.Path file, Duration age) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "left over");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().plus(age)));
    }

    private void sweepAfter(Duration time) throws Throwable {
        clock.advance(time);
        moved = moved.plus(time);
        VertxContextSupport.subscribeAndAwait(sweep::removeUnattached);
    }

    private static int statusOf(Api.User user, String file) {
        return user.call().get("/api/v2/events/attachments/{id}", file).statusCode();
    }
}
