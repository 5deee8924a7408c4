package almanac.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.access.auth.Scopes;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The administrator's calls: accounts and their tokens.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class AdminTest {
    private final Clock clock;

    AdminTest(Clock clock) {
        this.clock = clock;
    }

    @Test
    void makesAnAccountWithItsDefaultCalendar() {
        var email = unique() + "@Example.com";
        var answer = add(Map.of("email", email, "name", "Ada", "timezone", "Asia/Tokyo"));
        answer.then()
                .statusCode(200)
                .body("data.email", equalTo(email))
                .body("data.name", equalTo("Ada"))
                .body("data.timezone", equalTo("Asia/Tokyo"))
                .body("data.calendar.name", equalTo("Ada"))
                .body("data.calendar.timezone", equalTo("Asia/Tokyo"))
                .body("data.calendar.isdefault", equalTo(true));
        String zuid = answer.path("data.zuid");
        assertTrue(zuid.matches("\\d{12}"), zuid);
        assertEquals(zuid, answer.path("data.calendar.owner"));
    }

    @Test
    void makesAnAccountOnceForAKey() {
        var key = unique();
        var body = account();
        var first =
                repeatable(key, body, "/admin/accounts").then().statusCode(200).extract();
        var second =
                repeatable(key, body, "/admin/accounts").then().statusCode(200).extract();
        assertEquals(first.asString(), second.asString());
        body.put("name", "Another");
        repeatable(key, body, "/admin/accounts").then().statusCode(409).body("code", equalTo("idempotency_key_reused"));
        // A refusal is not remembered.
        var taken = unique();
        repeatable(taken, account(first.path("data.email")), "/admin/accounts")
                .then()
                .statusCode(409);
        repeatable(taken, account(), "/admin/accounts").then().statusCode(200);
    }

    private static Response repeatable(String key, Map<String, ?> body, String path) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(path);
    }

    private static Map<String, Object> account(String email) {
        var body = account();
        body.put("email", email);
        return body;
    }

    @Test
    void givesAnAccountTheIdThatIsAskedFor() {
        var zuid = ThreadLocalRandom.current().nextLong(1_000_000_000_000L, Long.MAX_VALUE);
        for (Object form : List.of(zuid, Long.toString(zuid - 1))) {
            var body = account();
            body.put("zuid", form);
            assertEquals(
                    form.toString(), add(body).then().statusCode(200).extract().path("data.zuid"));
            Api.token(form.toString(), Api.ALL_SCOPES);
        }
    }

    @Test
    void refusesAnAddressOrAnIdThatIsTaken() {
        var user = Api.user();
        var sameAddress = account();
        sameAddress.put("email", user.email().toUpperCase(java.util.Locale.ROOT));
        Refusal.check(add(sameAddress), 409, "account_exists", new String[] {"email"});
        var sameId = account();
        sameId.put("zuid", user.zuid());
        Refusal.check(add(sameId), 409, "account_exists", new String[] {"email"});
    }

    @Test
    void listsTheAccounts() {
        var user = Api.user();
        Api.admin()
                .get("/admin/accounts")
                .then()
                .statusCode(200)
                .body(
                        "data.find { it.zuid == '" + user.zuid() + "' }",
                        equalTo(Map.of(
                                "zuid", user.zuid(),
                                "email", user.email(),
                                "name", user.name(),
                                "timezone", "Europe/Berlin")));
    }

    @Test
    void givesOutTokensAndListsThemWithoutTheirSecrets() {
        var zuid = add(account()).<String>path("data.zuid");
        var issued = issue(
                        zuid,
                        Map.of(
                                "scopes",
                                List.of(Scopes.CALENDAR_EVENTS, Scopes.SEARCH),
                                "expires_in",
                                60,
                                "label",
                                "Phone"))
                .then()
                .statusCode(200)
                .extract()
                .<Map<String, Object>>path("data");
        var expiry = clock.millis() + 60_000;
        assertEquals(java.util.Set.of("id", "access_token", "scopes", "expires_at"), issued.keySet());
        assertTrue(((String) issued.get("access_token")).matches("alm_[A-Za-z0-9_-]{43}"));
        assertEquals(List.of(Scopes.CALENDAR_EVENTS, Scopes.SEARCH), issued.get("scopes"));
        assertEquals(expiry, issued.get("expires_at"));
        Map<String, Object> listed =
                Api.admin().get("/admin/accounts/{zuid}/tokens", zuid).path("data[0]");
        assertEquals(
                Map.of(
                        "id", issued.get("id"),
                        "scopes", List.of(Scopes.CALENDAR_EVENTS, Scopes.SEARCH),
                        "label", "Phone",
                        "created_at", clock.millis(),
                        "expires_at", expiry),
                listed);
    }

    @Test
    void givesOutATokenThatDoesNotEnd() {
        var issued = issue(Api.user().zuid(), Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS)))
                .<Map<String, Object>>path("data");
        assertTrue(issued.containsKey("expires_at") && issued.get("expires_at") == null);
    }

    @Test
    void revokesATokenOnce() {
        var id = issue(Api.user().zuid(), Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS)))
                .<String>path("data.id");
        Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204).body(emptyString());
        Refusal.check(Api.admin().delete("/admin/tokens/{id}", id), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345",
                "0",
                "-1",
                "x",
                "9000000000000000001",
                "9999999999999999999",
                "99999999999999999999",
                "%00"
            })
    void answersAbsentForUnknownAccountsAndTokens(String id) {
        var admin = Api.admin().urlEncodingEnabled(false);
        Refusal.check(admin.get("/admin/accounts/" + id + "/tokens"), 404);
        Refusal.check(
                admin.body(Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS))).post("/admin/accounts/" + id + "/tokens"),
                404);
        Refusal.check(admin.delete("/admin/tokens/" + id), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/accounts",
        "POST, /admin/accounts",
        "GET, /admin/accounts/1/tokens",
        "POST, /admin/accounts/1/tokens",
        "DELETE, /admin/tokens/1"
    })
    void opensToTheAdministratorsTokenAlone(String method, String path) {
        for (var request : List.of(given(), Api.as("x"), Api.user().call())) {
            var answer = request.contentType("application/json").body("{}").request(method, path);
            Refusal.check(answer, 401);
            assertEquals("Bearer", answer.header("WWW-Authenticate"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/accounts?x=1", "/admin/accounts/1/tokens?x=1"})
    void refusesUnknownParameters(String path) {
        Refusal.extra(Api.admin().get(path), "x");
    }

    @ParameterizedTest
    @CsvSource({
        "email, ''",
        "email, nobody",
        "email, a b@c",
        "email, '@'",
        "name, ''",
        "timezone, Mars/Olympus",
        "zuid, 0",
        "zuid, -5",
        "zuid, x",
        "zuid, 99999999999999999999"
    })
    void refusesBadAccounts(String field, String value) {
        var body = account();
        body.put(field, value);
        var answer = add(body);
        assertEquals(400, answer.statusCode(), answer.asString());
        Refusal.checkBody(answer.contentType(), answer.asString(), 400);
        assertEquals(java.util.Set.of(field), java.util.Set.copyOf(answer.<List<String>>path("errors.field")));
    }

    @Test
    void refusesAccountsThatLackSomething() {
        Refusal.check(add(Map.of()), 400, "email", "name", "timezone");
        var more = account();
        more.put("admin", true);
        Refusal.extra(add(more), "admin");
    }

    @Test
    void refusesBadTokens() {
        var zuid = Api.user().zuid();
        Refusal.check(issue(zuid, Map.of()), 400, "scopes");
        Refusal.check(issue(zuid, Map.of("scopes", List.of())), 400, "scopes");
        Refusal.check(issue(zuid, Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS, "all"))), 400, "scopes[1]");
        issue(zuid, Map.of("scopes", List.of("all")))
                .then()
                .statusCode(400)
                .body(
                        "errors[0].message",
                        equalTo("must be one of ZohoCliq.CalendarEvents.ALL, ZohoCalendar.calendar.ALL,"
                                + " ZohoCalendar.event.ALL, ZohoCalendar.search.READ, ZohoCalendar.freebusy.READ,"
                                + " ZohoCalendar.freebusy.ALL"));
        Refusal.check(
                issue(zuid, Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS), "expires_in", 0)), 400, "expires_in");
        Refusal.check(
                issue(zuid, Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS), "expires_in", 315_360_001)),
                400,
                "expires_in");
        Refusal.check(
                issue(zuid, Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS), "label", "l".repeat(256))), 400, "label");
        Refusal.check(issue(zuid, Map.of("scopes", List.of(Scopes.CALENDAR_EVENTS), "label", "\u0000")), 400, "label");
    }

    private static String unique() {
        return "a" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    private static Map<String, Object> account() {
        return new HashMap<>(Map.of("email", unique() + "@example.com", "name", "Ada", "timezone", "UTC"));
    }

    private static Response add(Map<String, Object> body) {
        return Api.admin().body(body).post("/admin/accounts");
    }

    private static Response issue(String zuid, Map<String, Object> body) {
        return Api.admin().body(body).post("/admin/accounts/{zuid}/tokens", zuid);
    }
}
