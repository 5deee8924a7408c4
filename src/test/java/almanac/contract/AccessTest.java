package almanac.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens and scopes (contract, "Authentication and scopes").
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class AccessTest {
    private static final String CALENDARS = "ZohoCliq.CalendarEvents.ALL";
    private static final List<String> EVENTS =
            List.of(CALENDARS, "ZohoCalendar.calendar.ALL", "ZohoCalendar.event.ALL");

    private final MovableClock clock;

    AccessTest(MovableClock clock) {
        this.clock = clock;
    }

    /// A call, and the scopes it needs.
    record Call(String method, String path, List<String> scopes) {
        Response make(RequestSpecification request) {
            return request.contentType(
                            path.endsWith("attachments") ? "multipart/form-data; boundary=b" : "application/json")
                    .request(method, path);
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("GET", "/api/v2/calendars", List.of(CALENDARS)),
                new Call("POST", "/api/v2/calendars", List.of(CALENDARS)),
                new Call("PUT", "/api/v2/calendars/1", List.of(CALENDARS)),
                new Call("DELETE", "/api/v2/calendars/1", List.of(CALENDARS)),
                new Call("PUT", "/api/v2/calendars/1/shares/a@b", List.of(CALENDARS)),
                new Call("DELETE", "/api/v2/calendars/1/shares/a@b", List.of(CALENDARS)),
                new Call("GET", "/api/v2/events", EVENTS),
                new Call("POST", "/api/v2/events", EVENTS),
                new Call("GET", "/api/v2/events/x", EVENTS),
                new Call("PUT", "/api/v2/events/x", EVENTS),
                new Call("DELETE", "/api/v2/events/x", EVENTS),
                new Call("PUT", "/api/v2/events/x/statuses/accepted", EVENTS),
                new Call("POST", "/api/v2/events/attachments", EVENTS),
                new Call("GET", "/api/v2/events/attachments/1", EVENTS));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void needsEachOfItsScopes(Call call) {
        var user = Api.user();
        for (var lacking : call.scopes()) {
            var others = Api.ALL_SCOPES.stream()
                    .filter(scope -> !scope.equals(lacking))
                    .toList();
            var answer = call.make(Api.as(Api.token(user.zuid(), others)));
            Refusal.check(answer, 403, "oauthtoken_scope_invalid", new String[] {"Authorization"});
            assertEquals("the token lacks " + lacking, answer.path("errors[0].message"));
        }
        var allowed = call.make(Api.as(Api.token(user.zuid(), call.scopes()))).statusCode();
        assertEquals(true, allowed != 401 && allowed != 403 && allowed < 500, call + " answered " + allowed);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void needsAToken(Call call) {
        isRefused(call.make(given()));
        isRefused(call.make(Api.as("alm_unknown")));
        isRefused(call.make(Api.as(Api.ADMIN_TOKEN)));
    }

    @Test
    void needsTheSearchScopeOnlyToSearch() {
        var token = Api.token(Api.user().zuid(), EVENTS);
        Api.as(token).get("/api/v2/events").then().statusCode(200);
        var answer = Api.as(token).get("/api/v2/events?search=tea");
        Refusal.check(answer, 403, "oauthtoken_scope_invalid", new String[] {"Authorization"});
        assertEquals("the token lacks ZohoCalendar.search.READ", answer.path("errors[0].message"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Zoho-oauthtoken %s", "bearer %s", "ZOHO-OAUTHTOKEN   %s"})
    void takesBothSchemes(String header) {
        var user = Api.user();
        given().header("Authorization", header.formatted(user.token()))
                .get("/api/v2/calendars")
                .then()
                .statusCode(200)
                .body("data.name", contains(user.name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "%s",
                "Basic %s",
                "Bearer: %s",
                "Bearer %s x",
                "Bearer,%s",
                "Token %s",
                "Bearer \"%s\"",
                "Bearer é%s"
            })
    void refusesOtherHeaders(String header) {
        var token = Api.user().token();
        isRefused(given().header("Authorization", header.formatted(token)).get("/api/v2/calendars"));
    }

    @Test
    void refusesAnEndlessHeader() {
        isRefused(Api.as("x".repeat(7000)).get("/api/v2/calendars"));
    }

    @Test
    void refusesARevokedTokenAtOnce() {
        var user = Api.user();
        var issued = issue(user, Map.of("scopes", List.of(CALENDARS)));
        String token = issued.path("data.access_token");
        Api.as(token).get("/api/v2/calendars").then().statusCode(200);
        Api.admin()
                .delete("/admin/tokens/{id}", issued.<String>path("data.id"))
                .then()
                .statusCode(204);
        isRefused(Api.as(token).get("/api/v2/calendars"));
        user.call().get("/api/v2/calendars").then().statusCode(200);
    }

    @Test
    void refusesATokenFromTheMomentItExpires() {
        var token = issue(Api.user(), Map.of("scopes", List.of(CALENDARS), "expires_in", 60))
                .<String>path("data.access_token");
        clock.advance(Duration.ofSeconds(60).minusMillis(1));
        try {
            Api.as(token).get("/api/v2/calendars").then().statusCode(200);
            clock.advance(Duration.ofMillis(1));
            isRefused(Api.as(token).get("/api/v2/calendars"));
        } finally {
            clock.advance(Duration.ofSeconds(-60));
        }
    }

    private static Response issue(Api.User user, Map<String, Object> body) {
        return Api.admin().contentType(ContentType.JSON).body(body).post("/admin/accounts/{zuid}/tokens", user.zuid());
    }

    private static void isRefused(Response answer) {
        Refusal.check(answer, 401);
        assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
}
