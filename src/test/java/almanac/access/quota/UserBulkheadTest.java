package almanac.access.quota;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.Metrics;
import almanac.testing.Patient;
import almanac.testing.RawHttp;
import almanac.testing.Rival;
import almanac.testing.SseClient;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many requests a user may have under way at once. The database waits for locks as long as a test likes.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Patient.class)
class UserBulkheadTest {
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BODY = "{\"title\":\"Tea\",\"start_time\":1,\"end_time\":2,\"timezone\":\"UTC\"}";
    private static final String WAITING = "select count(*) from pg_stat_activity"
            + " where wait_event_type = 'Lock' and query like '%event_create(%'";

    @Inject
    DataSource database;

    @TestHTTPResource("/")
    URI service;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void nothingIsLeft() {
        threads.close();
        await().atMost(PATIENCE).until(() -> metric("almanac_bulkhead_users") == 0);
    }

    @Test
    void oneMoreThanAUserMayHaveUnderWayIsRefusedAndNotCounted() throws Exception {
        var user = Api.user();
        var other = Api.user();
        var refused = metric("almanac_bulkhead_refused_total");
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(" + user.calendarNumber() + ")");
            var waiting = creations(user, AT_ONCE);
            await().atMost(PATIENCE).until(() -> rivalSees(rival) == AT_ONCE);
            user.call()
                    .get("/api/v2/calendars")
                    .then()
                    .statusCode(429)
                    .header("Retry-After", equalTo("1"))
                    .body("code", equalTo("too_many_at_once"));
            other.call().get("/api/v2/calendars").then().statusCode(200);
            assertEquals(refused + 1, metric("almanac_bulkhead_refused_total"));
            rival.commit();
            waiting.get().forEach(answer -> assertEquals(200, answer.status(), answer::body));
        }
        user.call().get("/api/v2/calendars").then().statusCode(200).header("RateLimit", containsString("r=999;"));
    }

    @Test
    void aClientThatHangsUpGivesItsPlacesBack() throws Exception {
        var user = Api.user();
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(" + user.calendarNumber() + ")");
            var clients = new ArrayList<Socket>();
            for (var number = 0; number < AT_ONCE; number++) {
                clients.add(begin(user));
            }
            await().atMost(PATIENCE).until(() -> rivalSees(rival) == AT_ONCE);
            for (var client : clients) {
                client.close();
            }
            await().atMost(PATIENCE)
                    .until(() -> user.call().get("/api/v2/calendars").statusCode() == 200);
            assertEquals(AT_ONCE, rivalSees(rival));
            rival.commit();
        }
    }

    @Test
    void aStreamHoldsNoPlace() {
        var user = Api.user();
        var streams = Stream.generate(() -> SseClient.open(service, "/api/v2/events", user.token()))
                .limit(AT_ONCE + 1)
                .toList();
        try {
            streams.forEach(stream -> stream.until("ready"));
            user.call().get("/api/v2/calendars").then().statusCode(200);
        } finally {
            streams.forEach(SseClient::close);
        }
    }

    @Test
    void whateverEndsARequestGivesItsPlaceBack() throws Exception {
        var user = Api.user();
        var requests = List.<Callable<Response>>of(
                () -> user.call().get("/api/v2/calendars"),
                () -> user.call().head("/api/v2/calendars"),
                () -> user.call().get("/api/v2/events?from=nonsense"),
                () -> user.call().get("/api/v2/events/1@x?calendar_id=" + user.calendarId()),
                () -> user.call().body("{").post("/api/v2/events"),
                () -> user.call().body(Api.event("Tea")).post("/api/v2/events"),
                () -> user.call().get("/api/v2/quota"),
                () -> user.call().delete("/api/v2/events/1@x"));
        for (var round = 0; round < 40; round++) {
            for (var answer : threads.invokeAll(requests)) {
                assertTrue(answer.get().statusCode() < 500, answer.get()::asString);
            }
        }
    }

    @Test
    void theTwentyRequestsOfAMinuteMayBeSentAtOnce() throws Exception {
        var user = Api.user();
        var swarm = Swarm.at(service);
        for (var answer :
                swarm.together(Collections.nCopies(2 * AT_ONCE, swarm.get("/api/v2/calendars", user.token())))) {
            assertEquals(200, answer.status(), answer::body);
        }
    }

    private Future<List<Answer>> creations(Api.User user, int count) {
        var swarm = Swarm.at(service);
        var create = swarm.request("/api/v2/events", user.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build();
        return threads.submit(() -> swarm.together(Collections.nCopies(count, create)));
    }

    private static Socket begin(Api.User user) throws IOException {
        var socket = RawHttp.connect();
        socket.getOutputStream()
                .write(RawHttp.bytes("POST /api/v2/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + user.token() + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
                        + "\r\n\r\n" + BODY));
        socket.getOutputStream().flush();
        return socket;
    }

    private static long rivalSees(Rival rival) throws Exception {
        rival.run("select pg_stat_clear_snapshot()");
        return rival.count(WAITING);
    }

    private double metric(String name) {
        return Metrics.of(Management.address()).sum(name);
    }
}
