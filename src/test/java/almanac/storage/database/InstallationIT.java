package almanac.storage.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import almanac.testing.Api;
import almanac.testing.Installation;
import almanac.testing.Servers;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The packaged service as a process: how it starts, dies, comes back and ends.
class InstallationIT {
    private static final Pattern ADMIN_TOKEN = Pattern.compile("alm_admin_[A-Za-z0-9_-]{43}");
    private static final Pattern DEMO_TOKEN = Pattern.compile("(\\w+@example\\.com) +(alm_[A-Za-z0-9_-]{43})");
    private static final Duration CLEAN_STOP = Duration.ofSeconds(15);
    private static final String CACHE = "vertx-cache";
    private static final int WRITERS = 8;
    private static final int ENOUGH = 150;

    @Test
    void keepsEveryAcknowledgedEventWhenItIsKilledInTheMiddleOfWrites() throws Exception {
        var data = Installation.freshData();
        var acknowledged = new ConcurrentSkipListSet<String>();
        String admin;
        String token;
        try (var first = Installation.start(data)) {
            admin = onlyMatch(ADMIN_TOKEN, first.output());
            token = account(first, admin);
            writeUntilKilled(first, token, acknowledged);
        }
        try (var second = Installation.start(data)) {
            assertFalse(ADMIN_TOKEN.matcher(second.output()).find(), "the administrator's token is shown once");
            var titles = titles(second, token);
            var distinct = new TreeSet<>(titles);
            assertEquals(distinct.size(), titles.size(), "no event is there twice");
            assertTrue(distinct.containsAll(acknowledged), "every acknowledged event is there");
            second.call(admin).get("/admin/accounts").then().statusCode(200).body("data", hasSize(1));
            refusesToRunTwice(data);
            comesBackAfterItsDatabaseIsKilled(second, data, token, titles.size());
            endsCleanly(second, data);
        }
    }

    @Test
    void printsTokensThatWorkAtADemoStart() throws Exception {
        var data = Installation.freshData();
        try (var service = Installation.start(data, "-Dalmanac.demo=true")) {
            var found = DEMO_TOKEN.matcher(service.output());
            var tokens = new TreeSet<String>();
            while (found.find()) {
                tokens.add(found.group(2));
                service.call(found.group(2))
                        .get("/api/v2/calendars")
                        .then()
                        .statusCode(200)
                        .body("data", hasSize(1));
                service.call(found.group(2))
                        .get("/api/v2/events")
                        .then()
                        .statusCode(200)
                        .body("data", hasSize(9));
            }
            assertEquals(3, tokens.size(), service.output());
            endsCleanly(service, data);
        }
    }

    @Test
    void runsAsAnOrdinaryUser() throws Exception {
        var nobody = List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
        var data = Installation.freshData();
        assumeTrue(System.getProperty("user.name").equals("root") && mayRead(nobody, data), "nobody can be tried");
        var temporary = temporaryWithACacheOfRoots();
        try (var service = Installation.launch(nobody, data, "-Djava.io.tmpdir=" + temporary)) {
            service.awaitReady();
            var token = account(service, onlyMatch(ADMIN_TOKEN, service.output()));
            service.call(token).get("/api/v2/calendars").then().statusCode(200);
            RestAssured.get(service.address()).then().statusCode(200);
            endsCleanly(service, data);
        }
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(temporary.resolve(CACHE)), left.toList());
        }
    }

    /// A directory for temporary files as root leaves it where it was the first to start something with
    /// Vert.x.
    private static Path temporaryWithACacheOfRoots() throws IOException {
        var temporary = Installation.freshData();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectory(
                temporary.resolve(CACHE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return temporary;
    }

    private static void writeUntilKilled(Installation service, String token, Set<String> acknowledged)
            throws InterruptedException {
        var running = new AtomicBoolean(true);
        var number = new AtomicInteger();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (var writer = 0; writer < WRITERS; writer++) {
                writers.execute(() -> {
                    while (running.get()) {
                        write(service, token, "Event " + number.incrementAndGet(), acknowledged, running);
                    }
                });
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() >= ENOUGH);
            service.kill();
            running.set(false);
            writers.shutdown();
            assertTrue(writers.awaitTermination(1, TimeUnit.MINUTES));
        }
    }

    private static void write(
            Installation service, String token, String title, Set<String> acknowledged, AtomicBoolean running) {
        try {
            var answer = service.call(token)
                    .contentType(ContentType.JSON)
                    .body(Api.event(title))
                    .post("/api/v2/events");
            if (answer.statusCode() == 200) {
                acknowledged.add(title);
            }
        } catch (Exception connectionLost) {
            running.set(false);
        }
    }

    private static void refusesToRunTwice(Path data) throws Exception {
        try (var third = Installation.launch(List.of(), data)) {
            assertEquals(1, third.exit(Duration.ofSeconds(30)), third.output());
            var message =
                    "Almanac cannot start. The data directory " + data + " is in use by another Almanac (process ";
            assertTrue(third.output().contains(message), third.output());
            assertFalse(third.output().contains("\tat "), "no stack trace: " + third.output());
        }
    }

    private static void comesBackAfterItsDatabaseIsKilled(Installation service, Path data, String token, int events)
            throws IOException {
        var killed = Servers.postmaster(data);
        killed.destroyForcibly();
        killed.onExit().join();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> titles(service, token).size() == events);
        service.call(token)
                .contentType(ContentType.JSON)
                .body(Api.event("After"))
                .post("/api/v2/events")
                .then()
                .statusCode(200);
    }

    /// In time, with nothing left running, and without a word of trouble about its last moments.
    private static void endsCleanly(Installation service, Path data) throws InterruptedException {
        var before = service.output().length();
        service.terminate(CLEAN_STOP);
        assertEquals(0, Servers.on(data).count(), "database processes left");
        assertFalse(service.output().substring(before).contains(" ERROR "), service.output());
    }

    private static List<String> titles(Installation service, String token) {
        return service.call(token)
                .queryParams("from", Api.TEN, "to", Api.TEN + Api.DAY)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data.title");
    }

    private static String account(Installation service, String admin) {
        String zuid = service.call(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("email", "ada@example.com", "name", "Ada", "timezone", "UTC"))
                .post("/admin/accounts")
                .then()
                .statusCode(200)
                .extract()
                .path("data.zuid");
        return service.call(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/tokens", zuid)
                .then()
                .statusCode(200)
                .extract()
                .path("data.access_token");
    }

    private static String onlyMatch(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertTrue(found.find(), text);
        var match = found.group();
        assertFalse(found.find(), text);
        return match;
    }

    /// Whether that user exists here, may read the packaged service, and gets a directory to write to.
    private static boolean mayRead(List<String> prefix, Path data) throws Exception {
        var command = new java.util.ArrayList<>(prefix);
        command.addAll(List.of(
                "test",
                "-r",
                Path.of("target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString()));
        try {
            Files.setAttribute(data, "unix:uid", 65534);
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException | UnsupportedOperationException notHere) {
            return false;
        }
    }
}
