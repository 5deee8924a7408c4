package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.MovableClock;
import almanac.testing.SseClient;
import almanac.testing.Storage;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests of the mirror begin with: an account that is linked with a service that can be told to
/// misbehave, and time that passes when the test says so.
abstract class MirrorTest {
    static final String LINK = "/admin/accounts/{zuid}/upstream";
    static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Duration SOON = Duration.ofSeconds(4);
    /// So much time, and everything is asked for again.
    static final Duration ROUND = Duration.ofMinutes(6);

    static final long TEN = Api.TEN;
    static final long HOUR = 60 * Api.MINUTE;

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    @TestHTTPResource("/")
    URI service;

    UpstreamStub there;
    User user;

    @BeforeEach
    void aStub() {
        clock.set(MORNING);
        there = UpstreamStub.start();
        user = Api.user();
        there.belongTo(user.email());
    }

    @AfterEach
    void nothingIsLinkedAnyMore() {
        Api.admin().delete(LINK, user.zuid()).then().statusCode(anyOf(equalTo(204), equalTo(404)));
        there.close();
        clock.set(MORNING);
    }

    /// Links the account and waits until everything is here.
    void link() {
        link(user, Map.of("base_url", there.url(), "access_token", "good-token"));
        awaitSuccess();
    }

    static void link(User user, Map<String, ?> credentials) {
        Api.admin().body(credentials).put(LINK, user.zuid()).then().statusCode(200);
    }

    /// Lets so much time pass that everything is asked for again, and waits until it is here.
    void poll() {
        clock.advance(ROUND);
        awaitSuccess();
    }

    /// Lets so much time pass that everything is asked for again, and waits until that has failed.
    void pollInVain() {
        clock.advance(ROUND);
        var now = clock.millis();
        await().atMost(PATIENCE).until(() -> {
            var at = state().get("data.last_error.at");
            return at != null && ((Number) at).longValue() >= now;
        });
    }

    private void awaitSuccess() {
        awaitSuccess(user);
    }

    /// Waits until everything of an account is here. Where that takes longer, because the breaker has just
    /// opened, or the quota there is used up, time has to pass for it.
    void awaitSuccess(User whose) {
        var now = clock.millis();
        var began = System.nanoTime();
        await().atMost(PATIENCE).until(() -> {
            if (System.nanoTime() - began > SOON.toNanos()) {
                clock.advance(Duration.ofSeconds(1));
            }
            var last = state(whose).get("data.last_success");
            return last != null && ((Number) last).longValue() >= now;
        });
    }

    JsonPath state() {
        return state(user);
    }

    private static JsonPath state(User whose) {
        return Api.admin()
                .get(LINK, whose.zuid())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /// The events of the account, as the list has them.
    List<Map<String, Object>> events() {
        return user.call()
                .queryParam("from", clock.millis() - Api.DAY)
                .queryParam("to", clock.millis() + 30 * Api.DAY)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    List<String> titles() {
        return events().stream().map(event -> (String) event.get("title")).toList();
    }

    Map<String, Object> event(String id) {
        return events().stream()
                .filter(event -> id.equals(event.get("id")))
                .findFirst()
                .orElseThrow();
    }

    SseClient watch(String path) {
        var stream = SseClient.open(service, path, user.token());
        stream.until("ready");
        return stream;
    }

    /// Removes the calendar that was kept, with its events: no other test may find their ids taken.
    void forgetTheCalendar() {
        storage.run("delete from event where calendar_id = " + UpstreamStub.NUMBER);
        storage.run("delete from calendar where id = " + UpstreamStub.NUMBER);
    }

    /// Here is what is there.
    void assertSame() {
        assertEquals(
                there.events().stream()
                        .map(event -> event.getString("title"))
                        .sorted()
                        .toList(),
                titles().stream().sorted().toList());
    }
}
