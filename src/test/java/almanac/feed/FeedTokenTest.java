package almanac.feed;

import static almanac.feed.Dashboard.CALENDARS;
import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.feed.stream.StreamRights;
import almanac.feed.stream.Streams;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a browser opens feeds with.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FeedTokenTest extends FeedTest {

    @Inject
    Streams streams;

    @Inject
    StreamRights rights;

    @Test
    @DisplayName("5.1 a feed token in the query opens feeds, and nothing else")
    void aFeedTokenOpensFeedsAlone() {
        var made = issue(Map.of());
        assertEquals(clock.millis() + Duration.ofHours(12).toMillis(), made.getLong("data.expires_at"));
        var token = made.getString("data.token");
        for (var path : List.of(EVENTS, CALENDARS, LOG)) {
            try (var stream = browser(path, token)) {
                assertEquals(200, stream.status());
                stream.until("ready");
            }
        }
        // The log is a feed as JSON too; the lists are feeds as streams alone.
        given().get(LOG + "?feed_token=" + token).then().statusCode(200);
        for (var list : List.of(EVENTS, CALENDARS)) {
            Refusal.check(given().get(list + "?feed_token=" + token), 401);
            Refusal.extra(own.user().call().get(list + "?feed_token=" + token), "feed_token");
        }
        Api.as(token).get(EVENTS).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post("/api/v2/feed_tokens?feed_token=" + token)
                .then()
                .statusCode(401);
        try (var wrong = browser(EVENTS, "alm_feed_nothing")) {
            assertEquals(401, wrong.status());
        }
        try (var access = browser(EVENTS, own.user().token())) {
            assertEquals(401, access.status());
        }
    }

    @Test
    @DisplayName("5.1 a feed token is bound to calendars that are named, or to none: no list means no calendar")
    void aFeedTokenIsBoundToNamedCalendars() {
        Refusal.check(
                own.user().send(Map.of("calendar_ids", List.of())).post("/api/v2/feed_tokens"), 400, "calendar_ids");
    }

    @Test
    @DisplayName("5.1 a feed token expires when its maker says, and its streams end")
    void aFeedTokenExpires() {
        var token = issue(Map.of("expires_in", 60)).getString("data.token");
        endsInAMinute(token);
    }

    @Test
    @DisplayName("5.1 a feed token can be revoked by its owner alone, and its streams end")
    void aFeedTokenCanBeRevoked() {
        var made = issue(Map.of());
        var path = "/api/v2/feed_tokens/" + made.getString("data.id");
        try (var stream = browser(EVENTS, made.getString("data.token"))) {
            stream.next("ready");
            Api.user().call().delete(path).then().statusCode(404);
            own.user().call().delete(path).then().statusCode(204);
            own.user().call().delete(path).then().statusCode(404);
            rights.check();
            stream.awaitEnd();
        }
        try (var late = browser(EVENTS, made.getString("data.token"))) {
            assertEquals(401, late.status());
        }
    }

    @Test
    @DisplayName("5.1 a feed token that is bound to calendars shows these, and no others")
    void aFeedTokenCanBeBoundToCalendars() {
        var other = own.makeCalendar("Other");
        own.create("Hidden from it");
        var token = issue(Map.of("calendar_ids", List.of(other))).getString("data.token");
        try (var stream = browser(EVENTS, token);
                var log = browser(LOG, token);
                var calendars = browser(CALENDARS, token)) {
            assertEquals(0, stream.next("ready").<Integer>get("count"));
            log.next("ready");
            assertEquals(other, calendars.next("snapshot").get("calendar_id"));
            calendars.next("ready");
            own.create("Hidden from it, too");
            var seen = Api.event("Seen");
            seen.put("calendar_id", other);
            Api.create(own.user(), seen);
            assertEquals("Seen", stream.next("enter").get("item.title"));
            assertEquals("Seen", log.next("change").get("item.title"));
        }
        own.user()
                .call()
                .contentType(ContentType.JSON)
                .body(Map.of("calendar_ids", List.of(Api.user().calendarId())))
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("5.1 a feed token goes with the token that it was made with")
    void aFeedTokenGoesWithItsParent() {
        var token = issue(Map.of()).getString("data.token");
        try (var stream = browser(EVENTS, token)) {
            stream.next("ready");
            String parent = Api.admin()
                    .get("/admin/accounts/{zuid}/tokens", own.user().zuid())
                    .path("data[0].id");
            Api.admin().delete("/admin/tokens/{id}", parent).then().statusCode(204);
            rights.check();
            stream.awaitEnd();
        }
        try (var late = browser(EVENTS, token)) {
            assertEquals(401, late.status());
        }
    }

    @Test
    @DisplayName("5.1 a feed token does not outlive the token that it was made with")
    void aFeedTokenExpiresWithItsParent() {
        var parent = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 60))
                .post("/admin/accounts/{zuid}/tokens", own.user().zuid())
                .<String>path("data.access_token");
        var made = Api.as(parent)
                .contentType(ContentType.JSON)
                .body(Map.of("expires_in", 3600))
                .post("/api/v2/feed_tokens")
                .jsonPath();
        assertEquals(clock.millis() + 60_000, made.getLong("data.expires_at"));
        var token = made.getString("data.token");
        endsInAMinute(token);
    }

    @Test
    @DisplayName("5.2 no other origin may read an answer unless it is configured")
    void corsIsOff() {
        var origin = "https://dashboard.example.com";
        try (var stream = SseClient.open(SseClient.request(service, EVENTS)
                .header("Authorization", "Bearer " + own.user().token())
                .header("Origin", origin))) {
            assertFalse(stream.headers().map().keySet().stream().anyMatch(FeedTokenTest::isAboutOrigins));
        }
        var preflight = given().header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .options(EVENTS);
        assertTrue(preflight.headers().asList().stream().noneMatch(header -> isAboutOrigins(header.getName())));
    }

    private static boolean isAboutOrigins(String header) {
        return header.toLowerCase(java.util.Locale.ROOT).startsWith("access-control");
    }

    private void endsInAMinute(String token) {
        try (var stream = browser(EVENTS, token)) {
            stream.next("ready");
            clock.advance(Duration.ofSeconds(60));
            streams.sweep();
            stream.awaitEnd();
        }
        try (var late = browser(EVENTS, token)) {
            assertEquals(401, late.status());
        }
    }

    private JsonPath issue(Map<String, Object> body) {
        return own.user()
                .call()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private SseClient browser(String path, String token) {
        return SseClient.open(SseClient.request(service, path + "?feed_token=" + token));
    }
}
