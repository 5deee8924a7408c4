package almanac.access.oauth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Narrow;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How often a client may guess, and ask.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class OAuthLimitsTest {
    private static final int GUESSES = 30;
    private static final int PAGES = 40;

    private final MovableClock clock;
    private User user;
    private Client client;

    OAuthLimitsTest(MovableClock clock) {
        this.clock = clock;
    }

    @BeforeEach
    void make() {
        user = Api.user();
        client = OAuth.client();
    }

    @AfterEach
    void theLockEnds() {
        clock.advance(Duration.ofMinutes(2));
    }

    /// Sends as many wrong ones as an address may, and one more; the right one is refused, too, and tells nothing.
    private void isBraked(IntFunction<Response> wrong, int status, String right) {
        for (var guess = 0; guess < GUESSES; guess++) {
            assertEquals(status, wrong.apply(guess).statusCode());
        }
        wrong.apply(GUESSES).then().statusCode(429).body("code", equalTo("too_many_rejected_tokens"));
        OAuth.refresh(client, right).then().statusCode(429);
        clock.advance(Duration.ofMinutes(1));
        OAuth.refresh(client, right).then().statusCode(200);
    }

    @Test
    @DisplayName("4.9 the brake on guesses counts secrets")
    void countsSecrets() {
        var right = OAuth.refreshToken(user, client);
        isBraked(guess -> OAuth.refresh(new Client(client.id(), "wrong-" + guess), right), 401, right);
    }

    @Test
    @DisplayName("4.9 the brake on guesses counts codes")
    void countsCodes() {
        var right = OAuth.refreshToken(user, client);
        isBraked(guess -> OAuth.exchange(client, "alm_code_wrong-" + guess), 400, right);
    }

    @Test
    @DisplayName("4.9 the brake on guesses counts refresh tokens")
    void countsRefreshTokens() {
        var right = OAuth.refreshToken(user, client);
        isBraked(guess -> OAuth.refresh(client, "alm_refresh_wrong-" + guess), 400, right);
    }

    @Test
    @DisplayName("4.9 the brake on guesses counts what is revoked by guess, and what is entered on the page")
    void countsTheOthers() {
        var right = OAuth.refreshToken(user, client);
        isBraked(guess -> OAuth.form(Map.of("token", "wrong-" + guess)).post("/oauth/v2/token/revoke"), 200, right);
        var page = OAuth.ask(OAuth.asking(client)).asString();
        for (var guess = 0; guess < GUESSES; guess++) {
            enter(page, "wrong-" + guess).then().statusCode(403);
        }
        enter(page, "wrong").then().statusCode(429);
        enter(page, user.token()).then().statusCode(429).body("code", equalTo("too_many_rejected_tokens"));
    }

    private static Response enter(String page, String token) {
        return OAuth.send(page, "token", token, "decision", "continue");
    }

    @Test
    @DisplayName("4.8 the page is asked for so many times a minute")
    void limitsThePage() {
        for (var request = 0; request < PAGES; request++) {
            OAuth.ask(OAuth.asking(client)).then().statusCode(200);
        }
        OAuth.ask(OAuth.asking(client)).then().statusCode(429).body("code", equalTo("too_many_requests"));
    }

    @Test
    @DisplayName("4.8 a grant is refreshed sixty times a minute")
    void limitsRefreshes() {
        var first = OAuth.refreshToken(user, client);
        var second = OAuth.refreshToken(user, client);
        for (var request = 0; request < 60; request++) {
            OAuth.refresh(client, first).then().statusCode(200);
        }
        OAuth.refresh(client, first).then().statusCode(429);
        OAuth.refresh(client, second).then().statusCode(200);
    }

    @Test
    @DisplayName("4.8 the addresses are those under which clients reach the service")
    void tellsItsAddress() {
        given().get("/.well-known/oauth-authorization-server")
                .then()
                .statusCode(200)
                .body("issuer", equalTo("https://calendar.example.com"))
                .body("token_endpoint", equalTo("https://calendar.example.com/oauth/v2/token"));
        OAuth.refresh(client, OAuth.refreshToken(user, client))
                .then()
                .body("api_domain", equalTo("https://calendar.example.com"));
    }
}
