package almanac.access.quota;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.MovableClock;
import almanac.testing.Swarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The threshold of each call over HTTP: what is counted, what is refused, and what every answer says
/// about it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class QuotaResourceTest {
    @Inject
    MovableClock clock;

    @TestHTTPResource("/")
    URI service;

    @Test
    void theTwentyFirstCallOfAMinuteIsRefusedForTenMinutes() {
        var user = Api.user();
        spend(user, 20);
        list(user)
                .statusCode(429)
                .body("message", equalTo("Too many requests within a certain time frame."))
                .body("code", equalTo("request_limit_exceeded"))
                .body("errors", equalTo(List.of()))
                .header("Retry-After", "600")
                .header("RateLimit-Policy", "\"list-calendars\";q=20;w=60")
                .header("RateLimit", "\"list-calendars\";r=0;t=600");
        clock.advance(Duration.ofMinutes(9));
        list(user).statusCode(429).header("Retry-After", "60");
        clock.advance(Duration.ofMillis(59_999));
        list(user).statusCode(429).header("Retry-After", "1");
        clock.advance(Duration.ofMillis(1));
        list(user).statusCode(200).header("RateLimit", "\"list-calendars\";r=19;t=60");
    }

    @Test
    void theWindowSlides() {
        var user = Api.user();
        spend(user, 10);
        clock.advance(Duration.ofSeconds(30));
        spend(user, 10);
        clock.advance(Duration.ofSeconds(30));
        list(user).statusCode(200).header("RateLimit", "\"list-calendars\";r=9;t=30");
    }

    @Test
    void oneCallOverTheLimitLeavesTheOthersAndTheOtherUsersAlone() {
        var user = Api.user();
        spend(user, 20);
        list(user).statusCode(429);
        events(user, "").statusCode(200).header("RateLimit", matchesPattern("\"list-events\";r=19;t=60"));
        list(Api.user()).statusCode(200);
    }

    @Test
    void everyAnswerOfACountedCallTellsHowTheCallerStands() {
        var user = Api.user();
        var event = Api.create(user, Api.event("Tea"));
        told(events(user, "?from=x"), 400, "list-events", 19);
        told(post(user, "{"), 400, "create-event", 18);
        told(post(user, "{\"title\": []}"), 400, "create-event", 17);
        told(events(user, "/1@x?calendar_id=" + user.calendarId()), 404, "get-event", 19);
        var edit = new java.util.LinkedHashMap<>(Api.event("Coffee"));
        edit.put("calendar_id", user.calendarId());
        edit.put("edit_tag", 1);
        told(
                user.call()
                        .contentType(ContentType.JSON)
                        .body(edit)
                        .put("/api/v2/events/{id}", event.get("id"))
                        .then(),
                412,
                "edit-event",
                19);
        var narrow = Api.token(user.zuid(), List.of("ZohoCalendar.search.READ"));
        told(Api.as(narrow).get("/api/v2/calendars").then(), 403, "list-calendars", 19);
    }

    @Test
    void aMissingScopeIsCountedToo() {
        var user = Api.user();
        var narrow = Api.token(user.zuid(), List.of("ZohoCalendar.search.READ"));
        for (var request = 0; request < 20; request++) {
            Api.as(narrow).get("/api/v2/calendars").then().statusCode(403);
        }
        Api.as(narrow).get("/api/v2/calendars").then().statusCode(429);
    }

    @Test
    void theTokensOfAUserShareTheUsersQuota() {
        var user = Api.user();
        spend(user, 20);
        Api.as(Api.token(user.zuid(), Api.ALL_SCOPES))
                .get("/api/v2/calendars")
                .then()
                .statusCode(429);
    }

    @Test
    void aRevokedTokenIs401EvenWhileItsUserIsLockedOut() {
        var user = Api.user();
        spend(user, 20);
        list(user).statusCode(429);
        int id = Integer.parseInt(Api.admin()
                .get("/admin/accounts/{zuid}/tokens", user.zuid())
                .then()
                .extract()
                .path("data[0].id"));
        Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204);
        list(user).statusCode(401);
    }

    @Test
    void locksKeepTheirLengthWhereTheClockGoesBack() {
        var user = Api.user();
        spend(user, 20);
        list(user).statusCode(429);
        clock.advance(Duration.ofHours(-2));
        list(user).statusCode(429).header("Retry-After", "600");
        clock.advance(Duration.ofMinutes(10));
        list(user).statusCode(200);
        clock.advance(Duration.ofMinutes(110));
    }

    @Test
    void aThousandCallsAtTheSameInstantAdmitExactlyTwenty() {
        var user = Api.user();
        var bystander = Api.user();
        list(bystander).statusCode(200);
        warmUp();
        var statuses = Swarm.at(service).volley(1_000, "/api/v2/calendars", user.token());
        assertEquals(Map.of(200, 20L, 429, 980L), statuses);
        list(bystander).statusCode(200).header("RateLimit", "\"list-calendars\";r=18;t=60");
    }

    @Test
    void saysHowTheCallerStandsWithEachCallAndIsFree() {
        var user = Api.user();
        for (var request = 0; request < 25; request++) {
            user.call().get("/api/v2/quota").then().statusCode(200).header("RateLimit", nullValue());
        }
        spend(user, 20);
        list(user).statusCode(429);
        events(user, "").statusCode(200);
        var until = clock.millis() + 600_000;
        user.call()
                .get("/api/v2/quota")
                .then()
                .statusCode(200)
                .body("data.call", hasItem("answer-event"))
                .body(at("list-calendars", "limit"), equalTo(20))
                .body(at("list-calendars", "window_ms"), equalTo(60_000))
                .body(at("list-calendars", "used"), equalTo(20))
                .body(at("list-calendars", "remaining"), equalTo(0))
                .body(at("list-calendars", "locked_until"), equalTo(until))
                .body(at("list-events", "used"), equalTo(1))
                .body(at("list-events", "remaining"), equalTo(19))
                .body(at("list-events", "locked_until"), nullValue())
                .body(
                        "data[0].keySet()",
                        containsInAnyOrder("call", "limit", "window_ms", "used", "remaining", "locked_until"));
        clock.advance(Duration.ofMinutes(10));
        user.call().get("/api/v2/quota").then().body(at("list-calendars", "locked_until"), nullValue());
    }

    @Test
    void isMeasuredByCallAndOutcome() {
        var admitted = metric("almanac_quota_requests_total{call=\"list-calendars\",outcome=\"admitted\"}");
        var refused = metric("almanac_quota_requests_total{call=\"list-calendars\",outcome=\"refused\"}");
        var locked = metric("almanac_quota_locked");
        var user = Api.user();
        spend(user, 20);
        list(user).statusCode(429);
        list(user).statusCode(429);
        assertEquals(
                admitted + 20, metric("almanac_quota_requests_total{call=\"list-calendars\",outcome=\"admitted\"}"));
        assertEquals(refused + 2, metric("almanac_quota_requests_total{call=\"list-calendars\",outcome=\"refused\"}"));
        assertEquals(locked + 1, metric("almanac_quota_locked"));
        clock.advance(Duration.ofMinutes(10));
        // Others may have been locked later than this one.
        assertTrue(metric("almanac_quota_locked") <= locked);
    }

    /// The first calls of a JVM are slow, and so are the first connections of the pool: the time limit
    /// of a request is not what this is about, so what these are answered does not matter.
    private void warmUp() {
        for (var round = 0; round < 5; round++) {
            var statuses = Swarm.at(service)
                    .volley(200, "/api/v2/calendars", Api.user().token());
            assertEquals(
                    200, statuses.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static double metric(String name) {
        return Management.call()
                .get("/q/metrics")
                .asString()
                .replace(",}", "}")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static String at(String call, String field) {
        return "data.find { it.call == '" + call + "' }." + field;
    }

    private static void told(ValidatableResponse answer, int status, String call, int remaining) {
        answer.statusCode(status)
                .header("RateLimit-Policy", "\"" + call + "\";q=20;w=60")
                .header("RateLimit", "\"" + call + "\";r=" + remaining + ";t=60");
    }

    private static void spend(User user, int requests) {
        for (var request = 0; request < requests; request++) {
            list(user).statusCode(200);
        }
    }

    private static ValidatableResponse list(User user) {
        return user.call().get("/api/v2/calendars").then();
    }

    private static ValidatableResponse events(User user, String rest) {
        return user.call().get("/api/v2/events" + rest).then();
    }

    private static ValidatableResponse post(User user, String body) {
        return user.call()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/events")
                .then();
    }
}
