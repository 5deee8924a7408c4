package almanac.event.attachment;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.ExternalDatabase;
import almanac.testing.ObjectStoreServer;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two packaged nodes with one database and one bucket, and no directory in common (cluster 3.2 to 3.5).
class ObjectStoreIT {
    private static final String FILE = "/api/v2/events/attachments/{id}";
    private static final String AWAY = "The object store of attachments is away";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static ExternalDatabase database;
    private static ObjectStoreServer store;
    private static PackagedService first;
    private static PackagedService second;

    @BeforeAll
    static void start() {
        database = ExternalDatabase.start("bucket-");
        store = ObjectStoreServer.start();
        first = node("first", Map.of());
        second = node("second", Map.of("almanac.attachment.redirect", "true"));
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        for (var each : new AutoCloseable[] {first, second, store, database}) {
            close(each);
        }
    }

    private static void close(AutoCloseable each) {
        if (each != null) {
            try {
                each.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private static PackagedService node(String name, Map<String, String> more) {
        var settings = database.settings();
        settings.putAll(store.settings());
        settings.put(
                "almanac.data",
                Path.of("target", "bucket-node-" + name).toAbsolutePath().toString());
        settings.put("almanac.quota.enabled", "false");
        // A machine that also compiles is slow at times; a store that is away refuses connections here.
        settings.put("almanac.attachment.s3.timeout", "1m");
        settings.put("almanac.database.silent-for", "20s");
        settings.putAll(more);
        return PackagedService.start("bucket-" + name, settings);
    }

    /// From now on [Api] speaks with a node.
    private static void speakWith(PackagedService node) {
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = node.address().getPort();
    }

    private static Api.User userOf(PackagedService node) {
        speakWith(node);
        return Api.user();
    }

    @Test
    void whatOneNodeTookTheOtherSends() {
        var user = userOf(first);
        var file = Api.upload(user, "plan.txt", "0123456789");
        speakWith(second);
        for (var mode : List.of("cors", "same-origin")) {
            user.call()
                    .header("Sec-Fetch-Mode", mode)
                    .get(FILE, file)
                    .then()
                    .statusCode(200)
                    .header("Content-Length", "10")
                    .body(equalTo("0123456789"));
        }
        assertEquals(200, user.call().head(FILE, file).statusCode());
        var event = Api.create(user, Api.event("Tea", "attachment_ids", List.of(file)));
        assertNotNull(event.get("id"));
    }

    @Test
    void aRedirectLeadsToTheStoreForAMinute() {
        var user = userOf(first);
        var file = Api.upload(user, "plän.txt", "0123456789");
        speakWith(second);
        var answer = user.call().redirects().follow(false).get(FILE, file);
        assertEquals(302, answer.statusCode());
        assertEquals("no-store", answer.header("Cache-Control"));
        var location = answer.header("Location");
        assertTrue(location.contains("X-Amz-Expires=60"), location);
        assertTrue(
                location.contains("response-content-disposition=attachment%3B%20filename%3D%22pl_n.txt%22"), location);
        RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Range", "bytes=2-3")
                .get(location)
                .then()
                .statusCode(206)
                .contentType("application/octet-stream")
                .header("Content-Disposition", startsWith("attachment"))
                .body(equalTo("23"));
        user.call()
                .header("If-None-Match", "\"" + file + "\"")
                .get(FILE, file)
                .then()
                .statusCode(304);
    }

    @Test
    void aStoreThatIsAwayIsAnswered503AndForgottenOnceItIsBack() {
        var user = userOf(first);
        var file = Api.upload(user, "plan.txt", "0123456789");
        var away = lines(AWAY);
        store.leave();
        try {
            for (var attempt = 0; attempt < 12; attempt++) {
                refused(user.call().get(FILE, file));
            }
            refused(upload(user));
            var event = Api.create(user, Api.event("Tea", "attachment_ids", List.of(file)));
            user.call()
                    .queryParam("calendar_id", user.calendarId())
                    .get("/api/v2/events/{id}", event.get("id"))
                    .then()
                    .statusCode(200)
                    .body("data[0].attachments[0].fileId", equalTo(file));
        } finally {
            store.comeBack();
        }
        await().atMost(PATIENCE).until(() -> user.call().get(FILE, file).statusCode() == 200);
        await().atMost(PATIENCE).until(() -> upload(user).statusCode() == 200);
        assertEquals(away + 1, lines(AWAY));
    }

    /// How often the first node has said something.
    private static long lines(String text) {
        return first.log().lines().filter(line -> line.contains(text)).count();
    }

    private static void refused(Response answer) {
        answer.then().statusCode(503).body("code", equalTo("attachments_unavailable"));
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }

    private static Response upload(Api.User user) {
        return user.call()
                .multiPart("files", "plan.txt", "plan".getBytes(StandardCharsets.UTF_8))
                .post("/api/v2/events/attachments");
    }

    /// The sweep removes such an object: BucketStoreTest.
    @Test
    void aKillBetweenObjectAndRowLeavesAnObjectWithoutARow() throws Exception {
        var patient = Map.of(
                "quarkus.datasource.reactive.additional-properties.lock_timeout", "60s",
                "quarkus.datasource.reactive.additional-properties.statement_timeout", "60s",
                "almanac.database.call-limit", "60s",
                "almanac.database.silence", "60s",
                "almanac.database.silent-for", "60s");
        try (var third = node("third", patient)) {
            var user = userOf(third);
            var rows = rows();
            var objects = store.bucket().names("").size();
            try (var rival = database.rival()) {
                rival.run("lock table attachment in exclusive mode");
                var answer = CompletableFuture.runAsync(() -> upload(user)).handle((done, cut) -> cut != null);
                rival.awaitWaiting("insert into attachment");
                third.kill();
                assertTrue(answer.join(), "it was answered");
            }
            assertEquals(objects + 1, store.bucket().names("").size());
            assertEquals(rows, rows());
        }
    }

    private static String rows() {
        return database.ask("select count(*) from attachment").iterator().next();
    }
}
