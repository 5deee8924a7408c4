package almanac.event.attachment;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Bucket;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.InBucket;
import almanac.testing.MovableClock;
import almanac.testing.ObjectStoreServer;
import almanac.testing.Rival;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Attachments in a bucket (cluster 3.2 to 3.4): their objects, and how these are removed.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(InBucket.class)
class BucketStoreTest {
    @Inject
    DataSource database;

    private static final Duration DAY = Duration.ofDays(1);

    private final AttachmentSweep sweep;
    private final AttachmentConfig config;
    private final MovableClock clock;
    private final Storage storage;
    private final Bucket bucket;
    private Duration moved = Duration.ZERO;

    BucketStoreTest(
            AttachmentSweep sweep,
            AttachmentConfig config,
            MovableClock clock,
            Storage storage,
            @ConfigProperty(name = ObjectStoreServer.ADDRESS) URI address) {
        this.sweep = sweep;
        this.config = config;
        this.clock = clock;
        this.storage = storage;
        this.bucket = new Bucket(address);
    }

    @BeforeEach
    void nothingWasDone() {
        storage.run("delete from job");
        bucket.names("").forEach(bucket::remove);
    }

    @AfterEach
    void setsTheClockBack() {
        clock.advance(moved.negated());
    }

    @Test
    void anUploadIsAnObjectOfItsDayAndNoFile() {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        assertEquals(List.of(name(today(), file)), bucket.names(""));
        assertFalse(Files.exists(config.directory().resolve(file)));
        user.call()
                .get("/api/v2/events/attachments/{id}", file)
                .then()
                .statusCode(200)
                .body(equalTo("plan"));
    }

    @Test
    void anObjectThatIsGoneIs404AndALineInTheLog() {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        bucket.remove(name(today(), file));
        var lines = new ArrayList<String>();
        var handler = new Lines(lines);
        Logger.getLogger("almanac.event.api").addHandler(handler);
        try {
            assertEquals(404, statusOf(user, file));
            assertEquals(1, lines.size());
            assertTrue(lines.getFirst().contains(name(today(), file)), lines.getFirst());
            assertEquals(
                    404,
                    user.call().head("/api/v2/events/attachments/{id}", file).statusCode());
        } finally {
            Logger.getLogger("almanac.event.api").removeHandler(handler);
        }
    }

    @Test
    void anObjectOfAnotherSizeIsNotSent() {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        bucket.put(name(today(), file), "another plan");
        assertEquals(500, statusOf(user, file));
    }

    @Test
    void anUploadThatIsRefusedLeavesNoObject() throws Exception {
        var user = Api.user();
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(1, hashint8(" + user.zuid() + "))");
            assertEquals(503, upload(user));
        }
        assertEquals(List.of(), bucket.names(""));
    }

    /// A fault on purpose: the connection ends while the row is inserted.
    @Test
    void whatEndsBetweenObjectAndRowLeavesNothingAfterTheSweep() throws Throwable {
        var user = Api.user();
        try (var rival = Rival.of(database)) {
            rival.run("select from account where zuid = " + user.zuid() + " for update");
            var answer = CompletableFuture.supplyAsync(() -> upload(user));
            rival.awaitWaiting("insert into attachment");
            rival.run("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like 'insert into attachment%'");
            assertEquals(503, answer.join());
        }
        assertEquals(1, bucket.names("").size());
        assertEquals(0, storage.count("select count(*) from attachment where owner = " + user.zuid()));
        sweepAfter(DAY.multipliedBy(3));
        assertEquals(List.of(), bucket.names(""));
    }

    private static int upload(Api.User user) {
        return user.call()
                .multiPart("files", "plan.txt", "plan".getBytes(StandardCharsets.UTF_8))
                .post("/api/v2/events/attachments")
                .statusCode();
    }

    @Test
    void keepsAnUploadForADayAndNoLonger() throws Throwable {
        var user = Api.user();
        var file = Api.upload(user, "plan.txt", "plan");
        sweepAfter(DAY.minusMillis(1));
        assertEquals(200, statusOf(user, file));
        sweepAfter(Duration.ofMillis(2));
        assertEquals(404, statusOf(user, file));
        assertEquals(List.of(), bucket.names(""));
    }

    /// What a process leaves that ends between the object and its row.
    @Test
    void removesObjectsThatACrashLeftWithoutARow() throws Throwable {
        var user = Api.user();
        var kept = Api.upload(user, "plan.txt", "plan");
        Api.create(user, Api.event("Tea", "attachment_ids", List.of(kept)));
        var longAgo = name(today().minusDays(40), "1234567890123456");
        var today = name(today(), "1234567890123457");
        var foreign = name(today().minusDays(40), "readme.txt");
        List.of(longAgo, today, foreign).forEach(name -> bucket.put(name, "left over"));
        sweepAfter(Duration.ZERO);
        assertEquals(List.of(foreign, today, name(today(), kept)), bucket.names(""));
        sweepAfter(DAY.multipliedBy(3));
        assertEquals(List.of(foreign, name(today().minusDays(3), kept)), bucket.names(""));
    }

    @Test
    void listsEachDayOnce() throws Throwable {
        var first = name(today().minusDays(9), "1234567890123456");
        bucket.put(first, "left over");
        sweepAfter(Duration.ZERO);
        assertEquals(List.of(), bucket.names(""));
        assertEquals(1, storage.count("select count(*) from job where done_to = '" + today().minusDays(1) + "'"));
        bucket.put(first, "too late");
        var next = name(today().minusDays(1), "1234567890123457");
        bucket.put(next, "left over");
        sweepAfter(DAY);
        assertEquals(List.of(first), bucket.names(""));
    }

    @Test
    void oneNodeSweepsAtATime() throws Throwable {
        var orphan = name(today().minusDays(9), "1234567890123456");
        bucket.put(orphan, "left over");
        storage.run("insert into job (name, leased_until) values ('attachment-objects', "
                + clock.instant().plus(Duration.ofMinutes(1)).toEpochMilli() + ")");
        sweepAfter(Duration.ZERO);
        assertEquals(List.of(orphan), bucket.names(""));
        sweepAfter(Duration.ofMinutes(1));
        assertEquals(List.of(), bucket.names(""));
    }

    /// The row was removed, and the process ended before the object was.
    @Test
    void removesWhatAnEarlierSweepHasNoted() throws Throwable {
        var noted = name(today().minusDays(9), "1234567890123456");
        storage.run(
                "insert into job (name, leased_until, done_to) values ('attachment-objects', 0, '" + today() + "')");
        bucket.put(noted, "left over");
        storage.run("insert into removed_attachment (id, uploaded_at) values (1234567890123456, "
                + clock.instant().minus(DAY.multipliedBy(9)).toEpochMilli() + ")");
        sweepAfter(Duration.ZERO);
        assertEquals(List.of(), bucket.names(""));
        assertEquals(0, storage.count("select count(*) from removed_attachment"));
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static String name(LocalDate day, String id) {
        return "attachments/" + day + "/" + id;
    }

    private void sweepAfter(Duration time) throws Throwable {
        clock.advance(time);
        moved = moved.plus(time);
        VertxContextSupport.subscribeAndAwait(sweep::removeUnattached);
    }

    private static int statusOf(Api.User user, String file) {
        return user.call().get("/api/v2/events/attachments/{id}", file).statusCode();
    }

    /// Collects lines of the log.
    private static final class Lines extends Handler {
        private final List<String> lines;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(((org.jboss.logmanager.ExtLogRecord) entry).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
