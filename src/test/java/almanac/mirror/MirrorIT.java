package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.TcpProxy;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Two real services: an account of one is mirrored by the other, over a line that breaks.
@TestInstance(Lifecycle.PER_CLASS)
class MirrorIT {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STEPS = 160;
    private static final long NOW = System.currentTimeMillis();
    private static final long HOUR = 60 * Api.MINUTE;

    private PackagedService origin;
    private PackagedService mirror;
    private TcpProxy line;
    private Side there;
    private Side here;

    /// An account on one of the two.
    ///
    /// @param service where
    private record Side(PackagedService service, String zuid, String token) {
        static Side at(PackagedService service, String email) {
            var made = as(service, Api.ADMIN_TOKEN)
                    .contentType(ContentType.JSON)
                    .body(Map.of("email", email, "name", "Olga", "timezone", "Europe/Berlin"))
                    .post("/admin/accounts")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var zuid = made.getString("data.zuid");
            String token = as(service, Api.ADMIN_TOKEN)
                    .contentType(ContentType.JSON)
                    .body(Map.of("scopes", Api.ALL_SCOPES))
                    .post("/admin/accounts/{zuid}/tokens", zuid)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data.access_token");
            return new Side(service, zuid, token);
        }

        io.restassured.specification.RequestSpecification call() {
            return as(service, token);
        }

        Response create(String title) {
            return call().contentType(ContentType.JSON).body(body(title)).post("/api/v2/events");
        }

        Response edit(Map<String, Object> event, String title) {
            var body = body(title);
            body.put("edit_tag", event.get("edit_tag"));
            return call().contentType(ContentType.JSON).body(body).put("/api/v2/events/{id}", event.get("id"));
        }

        Response delete(Map<String, Object> event) {
            return call().queryParam("calendar_id", event.get("calendar_id"))
                    .queryParam("edit_tag", event.get("edit_tag"))
                    .delete("/api/v2/events/{id}", event.get("id"));
        }

        List<Map<String, Object>> events() {
            return call().queryParam("from", NOW)
                    .queryParam("to", NOW + 10 * Api.DAY)
                    .get("/api/v2/events")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data");
        }

        /// The titles, by the ids.
        Map<String, String> titles() {
            var titles = new TreeMap<String, String>();
            events().forEach(event -> titles.put((String) event.get("id"), (String) event.get("title")));
            return titles;
        }

        private static io.restassured.specification.RequestSpecification as(PackagedService service, String token) {
            return io.restassured.RestAssured.given()
                    .baseUri(service.address().toString())
                    .port(service.address().getPort())
                    .header("Authorization", "Bearer " + token);
        }

        private static Map<String, Object> body(String title) {
            var body = new LinkedHashMap<String, Object>();
            body.put("title", title);
            body.put("start_time", NOW + Api.DAY);
            body.put("end_time", NOW + Api.DAY + HOUR);
            body.put("timezone", "Europe/Berlin");
            return body;
        }
    }

    @BeforeAll
    void twoServices() throws IOException {
        origin = PackagedService.start("mirror-origin", settings("origin", Map.of("almanac.quota.enabled", "false")));
        mirror = PackagedService.start(
                "mirror-mirror",
                settings(
                        "mirror",
                        Map.of(
                                "almanac.quota.enabled", "false",
                                "almanac.upstream.encryption-key", KEY,
                                "almanac.upstream.allowed-hosts", "127.0.0.1",
                                "almanac.upstream.quota.limit", "100000",
                                "almanac.upstream.poll.tick", "100ms",
                                "almanac.upstream.poll.idle", "500ms",
                                "almanac.upstream.poll.watched", "300ms",
                                "almanac.upstream.poll.longest", "1s",
                                "almanac.upstream.call-timeout", "3s")));
        line = TcpProxy.to(origin.address().getPort());
        there = Side.at(origin, "olga@example.com");
        here = Side.at(mirror, "olga@example.com");
        Side.as(mirror, Api.ADMIN_TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("base_url", "http://127.0.0.1:" + line.port(), "access_token", there.token))
                .put("/admin/accounts/{zuid}/upstream", here.zuid)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> link().get("last_success") != null);
    }

    @AfterAll
    void endsWhatItHasStarted() {
        line.close();
        mirror.close();
        origin.close();
    }

    @Test
    void whatHappensThereIsOnTheFeedHere() {
        try (var feed = SseClient.open(mirror.address(), "/api/v2/changes", here.token)) {
            feed.until("ready");
            var made =
                    there.create("On the feed").then().statusCode(200).extract().<Map<String, Object>>path("data[0]");
            var message = feed.next();
            assertEquals(made.get("id"), message.get("id"));
            assertEquals("mirrored", message.get("reason"));
            there.delete(made).then().statusCode(204);
            assertEquals(made.get("id"), feed.next().get("id"));
        }
    }

    /// People edit on both sides while the line breaks again and again. When it is whole again, both
    /// sides are the same, and every edit that was answered as done is there.
    @Test
    void bothSidesEndInTheSameEventsWhateverTheLineDoes() {
        var random = new Random(20260302);
        var certain = new TreeMap<>(there.titles());
        var doubtful = new ArrayList<String>();
        for (var step = 0; step < STEPS; step++) {
            if (random.nextInt(6) == 0) {
                disturb(random);
            }
            step(random, "Step " + step, certain, doubtful);
        }
        line.leadTo(origin.address().getPort());
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(there.titles(), here.titles()));
        var end = there.titles();
        certain.forEach((id, title) -> {
            if (!doubtful.contains(id)) {
                assertEquals(title, end.get(id), "an edit that was done is lost");
            }
        });
        end.forEach((id, title) -> assertTrue(certain.containsKey(id) || !doubtful.isEmpty(), "nobody made " + title));
        assertTrue(certain.size() > 10, "the steps did something");
    }

    private void disturb(Random random) {
        if (random.nextBoolean()) {
            line.refuse();
        } else {
            line.leadTo(origin.address().getPort());
        }
    }

    private void step(Random random, String title, Map<String, String> certain, List<String> doubtful) {
        var side = random.nextBoolean() ? there : here;
        var events = side.events();
        var action = random.nextInt(10);
        if (action < 6 || events.isEmpty()) {
            var made = side.create(title);
            if (made.statusCode() == 200) {
                certain.put(made.path("data[0].id"), title);
            } else {
                note(made, title, doubtful);
            }
            return;
        }
        var event = events.get(random.nextInt(events.size()));
        var id = (String) event.get("id");
        var done = action < 9 ? side.edit(event, title) : side.delete(event);
        if (done.statusCode() == 200) {
            certain.put(id, title);
        } else if (done.statusCode() == 204) {
            certain.remove(id);
        } else {
            note(done, id, doubtful);
        }
    }

    /// A refusal says that nothing was done, unless it says that nobody knows.
    private static void note(Response refusal, String what, List<String> doubtful) {
        assertTrue(List.of(404, 412, 503).contains(refusal.statusCode()), refusal.asString());
        if ("upstream_outcome_unknown".equals(refusal.path("code"))) {
            doubtful.add(what);
        }
    }

    private Map<String, Object> link() {
        return Side.as(mirror, Api.ADMIN_TOKEN)
                .get("/admin/accounts/{zuid}/upstream", here.zuid)
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private static Map<String, String> settings(String name, Map<String, String> more) throws IOException {
        var settings = new LinkedHashMap<>(more);
        settings.put(
                "almanac.data",
                Files.createTempDirectory(Path.of("target").toAbsolutePath(), "mirror-" + name + "-")
                        .toString());
        settings.put("almanac.database.patience", "20s");
        settings.put("almanac.database.silent-for", "20s");
        return settings;
    }
}
