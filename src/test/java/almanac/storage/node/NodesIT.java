package almanac.storage.node;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import almanac.testing.TcpProxy;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two processes on one database. Neither looks by itself within the time of a test: what arrives was told.
class NodesIT {
    private static final String EVENTS = "/api/v2/events";
    private static final String CALENDARS = "/api/v2/calendars";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ExternalDatabase database;
    private TcpProxy toDatabase;
    private PackagedService first;
    private PackagedService second;
    private User user;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("nodes-");
        toDatabase = TcpProxy.to(database.proxy().port());
        first = node("first", database.settings());
        second = node("second", throughProxy());
        RestAssured.baseURI = "http://127.0.0.1";
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of("first", "second"), names(first)));
        user = at(first, Api::user);
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        first.close();
        second.close();
        toDatabase.close();
        database.close();
    }

    @Test
    @DisplayName("1.1 a change of one node is on the streams of the other without a poll")
    void aChangeOfAnotherNodeArrives() {
        try (var stream = live(second)) {
            for (var number = 0; number < 20; number++) {
                var made = create(first);
                assertEquals(made, stream.next("enter").get("item.id"));
            }
        }
    }

    @Test
    @DisplayName("1.1 what was written while a node could not listen is on its streams once it listens again")
    void aCutConnectionLosesNothing() {
        try (var stream = live(second)) {
            var made = new ArrayList<String>();
            for (var cut = 0; cut < 3; cut++) {
                toDatabase.refuse();
                made.add(create(first));
                made.add(create(first));
                toDatabase.leadTo(database.proxy().port());
                while (!made.isEmpty()) {
                    assertEquals(made.removeFirst(), stream.next("enter").get("item.id"));
                }
            }
        }
    }

    @Test
    @DisplayName("1.5 a token that is revoked on one node is refused by the other, and its streams there end")
    void aRevocationIsTold() {
        var tokens = at(first, () -> Api.token(user.zuid(), Api.ALL_SCOPES));
        try (var stream = SseClient.open(second.address(), EVENTS, tokens)) {
            stream.until("ready");
            at(second, () -> Api.as(tokens).get(CALENDARS).then().statusCode(200));
            var id = at(
                    first,
                    () -> Api.admin()
                            .get("/admin/accounts/{zuid}/tokens", user.zuid())
                            .<String>path("data.max { it.created_at }.id"));
            at(first, () -> Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204));
            stream.awaitEnd();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> at(second, () -> Api.as(tokens).get(CALENDARS).statusCode()) == 401);
        }
    }

    @Test
    @DisplayName("1.5 a feed token that is revoked on one node ends its streams on the other")
    void aRevokedFeedTokenIsTold() {
        var token =
                at(first, () -> user.send(Map.of()).post("/api/v2/feed_tokens").jsonPath());
        var path = EVENTS + "?feed_token=" + token.getString("data.token");
        try (var stream = SseClient.open(SseClient.request(second.address(), path))) {
            stream.until("ready");
            at(
                    first,
                    () -> user.call()
                            .delete("/api/v2/feed_tokens/{id}", token.getString("data.id"))
                            .then()
                            .statusCode(204));
            stream.awaitEnd();
        }
    }

    @Test
    @DisplayName("1.5 nodes are listed until they stop, or for a while after they were killed")
    void nodesAreListed() {
        assertEquals(List.of("first", "second"), names(second));
        assertEquals(List.of(true, false), at(first, () -> nodes().<List<Boolean>>path("data.this")));
        assertEquals(List.of(false, true), at(second, () -> nodes().<List<Boolean>>path("data.this")));
        second.kill();
        Awaitility.await().atMost(PATIENCE).until(() -> names(first).equals(List.of("first")));
        second = node("second", throughProxy());
        Awaitility.await().atMost(PATIENCE).until(() -> names(first).equals(List.of("first", "second")));
        first.close();
        Awaitility.await().atMost(PATIENCE).until(() -> names(second).equals(List.of("second")));
        at(second, () -> Api.as(user.token()).get("/admin/nodes").then().statusCode(401));
    }

    @Test
    @DisplayName("exclusive: of overlapping events and series that two nodes are sent at once one is stored")
    void aRoomIsTakenOnceOnAllNodes() {
        String room = at(
                first,
                () -> user.send(Map.of("name", "Room", "exclusive", true))
                        .post(CALENDARS)
                        .path("data[0].calendar_id"));
        for (var round = 0; round < 20; round++) {
            var start = Api.TEN + round * Api.DAY;
            var answers = Swarm.at(first.address())
                    .together(IntStream.range(0, 8)
                            .mapToObj(number -> booking(number % 2 == 0 ? first : second, room, start + number, number))
                            .toList());
            var statuses = answers.stream().map(Answer::status).sorted().toList();
            assertEquals(List.of(200, 409, 409, 409, 409, 409, 409, 409), statuses, answers::toString);
        }
    }

    /// A request for an event of an hour, or for a series of one.
    private HttpRequest booking(PackagedService node, String room, long start, int number) {
        var event = new HashMap<>(Api.event("Taken", "calendar_id", room));
        event.put("start_time", start);
        event.put("end_time", start + 60 * Api.MINUTE);
        if (number % 3 == 0) {
            event.put("recurrence_rule", "FREQ=DAILY;COUNT=1");
        }
        return Swarm.at(node.address())
                .request(EVENTS, user.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject(event).encode()))
                .build();
    }

    @Test
    @DisplayName("6.5 a subscription that one node made is read on the other, as it is, until the other ends it")
    void aSubscriptionIsThatOfAllNodes() {
        var made = at(
                first,
                () -> user.send(Map.of())
                        .post(CALENDARS + "/{id}/ics_links", user.calendarNumber())
                        .jsonPath());
        var url = made.getString("data.url");
        var path = url.substring(url.indexOf("/ics/"));
        var tag = at(second, () -> RestAssured.get(path).header("ETag"));
        create(first);
        var read = at(
                second,
                () -> RestAssured.given().header("If-None-Match", tag).get(path).then());
        read.statusCode(200).body(containsString("SUMMARY:Told"));
        var next = read.extract().header("ETag");
        at(
                first,
                () -> RestAssured.given()
                        .header("If-None-Match", next)
                        .get(path)
                        .then()
                        .statusCode(304));
        at(
                second,
                () -> user.call()
                        .delete(CALENDARS + "/{id}/ics_links/{link}", user.calendarNumber(), made.getString("data.id"))
                        .then()
                        .statusCode(204));
        at(first, () -> RestAssured.get(path).then().statusCode(404));
    }

    private Map<String, String> throughProxy() {
        var settings = new HashMap<>(database.settings());
        settings.put("almanac.database.url", "postgresql://127.0.0.1:" + toDatabase.port() + "/almanac");
        return settings;
    }

    private static PackagedService node(String name, Map<String, String> of) {
        var settings = new HashMap<>(of);
        settings.put("almanac.node.name", name);
        settings.put("almanac.node.heartbeat", "500ms");
        settings.put("almanac.node.gone-after", "5s");
        settings.put("almanac.change.poll-interval", "1h");
        settings.put("almanac.token.cache-age", "1h");
        settings.put("almanac.feed.rights-check", "1h");
        settings.put("almanac.quota.limit", "100000");
        return PackagedService.start("node-" + name, settings);
    }

    private SseClient live(PackagedService node) {
        var stream = SseClient.open(node.address(), EVENTS, user.token());
        stream.until("ready");
        return stream;
    }

    private String create(PackagedService node) {
        return at(node, () -> Api.createSoon(user, "Told"));
    }

    private static List<String> names(PackagedService node) {
        return at(node, () -> nodes().path("data.name"));
    }

    private static Response nodes() {
        return Api.admin().get("/admin/nodes");
    }

    /// What a node answers to the requests of [Api].
    private static <T> T at(PackagedService node, Supplier<T> work) {
        RestAssured.port = node.address().getPort();
        return work.get();
    }
}
