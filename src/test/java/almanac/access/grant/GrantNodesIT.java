package almanac.access.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients of two processes on one database. Neither looks by itself within the time of a test: what one knows of the
/// other was told, or is in the database.
class GrantNodesIT {
    private static ExternalDatabase database;
    private static PackagedService first;
    private static PackagedService second;
    private static User user;
    private static Client client;

    @BeforeAll
    static void start() {
        database = ExternalDatabase.start("grants-");
        RestAssured.baseURI = "http://127.0.0.1";
        first = node("first");
        second = node("second");
        Awaitility.await()
                .until(() -> at(first, () -> Api.admin().get("/admin/nodes").<List<String>>path("data.name"))
                        .equals(List.of("first", "second")));
        user = at(first, Api::user);
        client = at(first, OAuth::client);
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        first.close();
        second.close();
        database.close();
    }

    private static PackagedService node(String name) {
        var settings = new HashMap<>(database.settings());
        settings.put("almanac.node.name", name);
        settings.put("almanac.node.heartbeat", "500ms");
        settings.put("almanac.token.cache-age", "1h");
        settings.put("almanac.feed.rights-check", "1h");
        settings.put("almanac.quota.limit", "100000");
        settings.put("almanac.oauth.pages-per-address", "100000");
        return PackagedService.start("grants-" + name, settings);
    }

    /// What a node answers.
    private static <T> T at(PackagedService node, Supplier<T> work) {
        RestAssured.port = node.address().getPort();
        return work.get();
    }

    private static int status(PackagedService node, String token) {
        return at(node, () -> Api.as(token).get("/api/v2/calendars").statusCode());
    }

    private static Response post(PackagedService node, Map<String, String> fields) {
        return OAuth.form(fields).post(node.address().resolve("/oauth/v2/token"));
    }

    @Test
    @DisplayName("4.9 a code that is sent to two nodes at once is exchanged once, and nobody keeps what it gave")
    void aCodeIsTakenOnceOverAllNodes() throws Exception {
        for (var round = 0; round < 5; round++) {
            var fields = new TreeMap<>(client.parameters());
            fields.put("grant_type", "authorization_code");
            fields.put("redirect_uri", OAuth.REDIRECT);
            fields.put("code", at(first, () -> OAuth.code(user, client)));
            var given = atOnce(fields);
            assertEquals(1, given.size());
            Awaitility.await().until(() -> status(first, given.getFirst()) == 401);
            Awaitility.await().until(() -> status(second, given.getFirst()) == 401);
        }
    }

    @Test
    @DisplayName("4.9 a refresh token of a public client is used once over all nodes")
    void aRotatingTokenIsUsedOnceOverAllNodes() throws Exception {
        var open = at(first, OAuth::publicClient);
        var fields = new TreeMap<>(open.parameters());
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", at(first, () -> OAuth.refreshToken(user, open)));
        var given = atOnce(fields);
        assertEquals(1, given.size());
        Awaitility.await().until(() -> status(second, given.getFirst()) == 401);
    }

    /// Sends the same to both nodes at once, several times, and answers the access tokens that were given.
    private static List<String> atOnce(Map<String, String> fields) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = Stream.of(first, second, first, second)
                    .map(node -> (Callable<Response>) () -> post(node, fields))
                    .toList();
            var given = new ArrayList<String>();
            for (var answer : threads.invokeAll(tries)) {
                if (answer.resultNow().statusCode() == 200) {
                    given.add(answer.resultNow().path("access_token"));
                }
            }
            return given;
        }
    }

    @Test
    @DisplayName("4.10 a client that is removed on one node is refused by the other, and its streams there end")
    void aRemovalIsTold() {
        var own = at(first, OAuth::client);
        var tokens = new ArrayList<String>();
        for (var grant = 0; grant < 3; grant++) {
            var refresh = at(first, () -> OAuth.refreshToken(user, own));
            tokens.add(at(second, () -> OAuth.refresh(own, refresh)).path("access_token"));
        }
        tokens.forEach(token -> assertEquals(200, status(second, token)));
        try (var stream = SseClient.open(second.address(), "/api/v2/events", tokens.getLast())) {
            stream.until("ready");
            at(
                    first,
                    () -> Api.admin()
                            .delete("/admin/clients/{client}", own.id())
                            .then()
                            .statusCode(204));
            stream.awaitEnd();
        }
        tokens.forEach(token -> Awaitility.await().until(() -> status(second, token) == 401));
    }

    @Test
    @DisplayName("4.8 a page of one node is answered on the other")
    void aFormIsReadByAllNodes() {
        var page = at(first, () -> OAuth.consent(user, OAuth.asking(client)));
        var answer = at(second, () -> OAuth.send(page, "decision", "allow"));
        assertEquals(303, answer.statusCode());
        var code = OAuth.parameters(answer).get("code");
        at(first, () -> OAuth.exchange(client, code)).then().statusCode(200);
    }
}
