package almanac.access.oauth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What Zoho's documents tell its clients to send, sent here: each line as it is published, but for the base address
/// and what was given out.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ZohoClientTest {
    private User user;
    private Client client;

    @BeforeEach
    void make() {
        user = Api.user();
        client = OAuth.client(Map.of("zuid", user.zuid()));
    }

    private static Response post(String pathAndQuery) {
        return given().post(URI.create("http://localhost:" + RestAssured.port + pathAndQuery));
    }

    private String credentials() {
        return "client_id=" + client.id() + "&client_secret=" + client.secret();
    }

    @Test
    @DisplayName("4.1 a client of Zoho keeps its triple, sends all in the query, and works by two other addresses")
    void refreshes() {
        var refresh = OAuth.refreshToken(user, client);
        var answer =
                post("/oauth/v2/token?refresh_token=" + refresh + "&" + credentials() + "&grant_type=refresh_token");
        answer.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(3600))
                .body("scope", equalTo(String.join(" ", Api.ALL_SCOPES)))
                .body("access_token", startsWith("alm_"))
                .body("refresh_token", equalTo(null));
        String domain = answer.path("api_domain");
        assertEquals("http://localhost:" + RestAssured.port, domain);
        given().header("Authorization", "Zoho-oauthtoken " + answer.path("access_token"))
                .get(domain + "/api/v2/calendars")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("4.1 the refresh token of a client with a secret stays")
    void theRefreshTokenStays() {
        var refresh = OAuth.refreshToken(user, client);
        for (var use = 0; use < 3; use++) {
            OAuth.refresh(client, refresh).then().statusCode(200).body("refresh_token", equalTo(null));
        }
    }

    @Test
    @DisplayName("4.8 scopes are separated by commas, and unknown ones dropped")
    void asksByAnAddressAndExchangesTheCode() {
        var page = given().get(URI.create("http://localhost:" + RestAssured.port
                + "/oauth/v2/auth?scope=ZohoCliq.CalendarEvents.ALL,ZohoCalendar.event.ALL,ZohoCliq.Webhooks.CREATE"
                + "&client_id=" + client.id() + "&state=testing&response_type=code&redirect_uri=" + OAuth.REDIRECT
                + "&access_type=offline&prompt=consent"));
        var form = OAuth.send(page.asString(), "token", user.token(), "decision", "continue");
        var back = OAuth.parameters(OAuth.send(form.asString(), "decision", "allow"));
        assertEquals("testing", back.get("state"));
        post("/oauth/v2/token?code=" + back.get("code") + "&" + credentials() + "&redirect_uri=" + OAuth.REDIRECT
                        + "&grant_type=authorization_code&scope=ZohoCliq.CalendarEvents.ALL")
                .then()
                .statusCode(200)
                .body("scope", equalTo("ZohoCliq.CalendarEvents.ALL ZohoCalendar.event.ALL"))
                .body("refresh_token", startsWith("alm_refresh_"));
    }

    @Test
    @DisplayName("4.8 a client acts as its own account")
    void actsAsItself() {
        String token = post("/oauth/v2/token?" + credentials() + "&grant_type=client_credentials&scope="
                        + "ZohoCliq.CalendarEvents.ALL,ZohoCliq.Users.READ&soid=ZohoCliq.4711")
                .then()
                .statusCode(200)
                .body("scope", equalTo("ZohoCliq.CalendarEvents.ALL"))
                .body("refresh_token", equalTo(null))
                .extract()
                .path("access_token");
        Api.as(token)
                .get("/api/v2/calendars")
                .then()
                .statusCode(200)
                .body("data[0].id", equalTo(user.calendarNumber()));
    }

    @Test
    @DisplayName("4.8 a token is ended by itself alone, in the query")
    void revokes() {
        var refresh = OAuth.refreshToken(user, client);
        String access = OAuth.refresh(client, refresh).path("access_token");
        post("/oauth/v2/token/revoke?token=" + refresh).then().statusCode(200).body("status", equalTo("success"));
        Api.as(access).get("/api/v2/calendars").then().statusCode(401);
        OAuth.refresh(client, refresh).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    @DisplayName("4.1 an account of another Almanac is mirrored by its triple")
    void isTheAccountsServerOfAMirror() {
        // The mirror's own client sends a form, with the refresh token that it keeps sealed.
        OAuth.form(Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        OAuth.refreshToken(user, client),
                        "client_id",
                        client.id(),
                        "client_secret",
                        String.valueOf(client.secret())))
                .post("/oauth/v2/token")
                .then()
                .statusCode(200)
                .body("expires_in", equalTo(3600));
    }
}
