package almanac.access.oauth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The token endpoint, its errors, and what is found out about it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class TokenEndpointTest {
    private static final String TOKEN = "/oauth/v2/token";

    private User user;
    private Client client;

    @BeforeEach
    void make() {
        user = Api.user();
        client = OAuth.client();
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Response answer, int status, String error) {
        answer.then().statusCode(status).body("error", equalTo(error)).header("Cache-Control", "no-store");
    }

    private Map<String, String> refreshing() {
        var fields = new TreeMap<>(client.parameters());
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", OAuth.refreshToken(user, client));
        return fields;
    }

    @Test
    @DisplayName("4.8 the client shows itself by Basic")
    void takesBasic() {
        var fields = refreshing();
        var header = basic(client.id(), String.valueOf(fields.remove("client_secret")));
        OAuth.form(fields).header("Authorization", header).post(TOKEN).then().statusCode(200);
        fields.remove("client_id");
        OAuth.form(fields).header("Authorization", header).post(TOKEN).then().statusCode(200);
    }

    @Test
    @DisplayName("4.8 parameters stand partly in the form, partly in the query")
    void takesBoth() {
        var fields = refreshing();
        var refresh = fields.remove("refresh_token");
        OAuth.form(fields)
                .queryParam("refresh_token", refresh)
                .post(TOKEN)
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("4.8 credentials in two ways are refused")
    void refusesTwoWays() {
        var header = basic(client.id(), String.valueOf(client.secret()));
        refused(OAuth.form(refreshing()).header("Authorization", header).post(TOKEN), 400, "invalid_request");
    }

    @ParameterizedTest
    @DisplayName("4.8 a client that is none gets 401 and is told how to show itself")
    @ValueSource(strings = {"Bearer x", "Basic", "Basic %%%", "Basic bm9jb2xvbg==", "Basic JTAwOng="})
    void challengesUnreadableCredentials(String header) {
        var answer = given().header("Authorization", header).post(TOKEN + "?grant_type=client_credentials");
        refused(answer, 401, "invalid_client");
        answer.then().header("WWW-Authenticate", startsWith("Basic realm="));
    }

    @Test
    @DisplayName("4.8 a wrong secret, a missing one, one of a public client and an unknown client are all the same")
    void tellsNothingOfClients() {
        var open = OAuth.publicClient();
        for (var wrong : new Client[] {
            new Client(client.id(), "alm_secret_wrong"),
            new Client(client.id(), null),
            new Client(open.id(), "alm_secret_wrong"),
            new Client("alm_client_unknown", "x")
        }) {
            var answer = OAuth.token(wrong, "grant_type", "client_credentials");
            refused(answer, 401, "invalid_client");
            assertEquals("there is no such client, or its secret is another one", answer.path("error_description"));
        }
        refused(given().post(TOKEN + "?grant_type=client_credentials"), 401, "invalid_client");
    }

    @ParameterizedTest
    @DisplayName("4.8 errors are those of RFC 6749")
    @CsvSource({
        "x=1, invalid_request",
        "grant_type=password, unsupported_grant_type",
        "grant_type=authorization_code, invalid_request",
        "grant_type=authorization_code&code=x, invalid_request",
        "grant_type=refresh_token, invalid_request",
        "grant_type=refresh_token&refresh_token=, invalid_request",
        "grant_type=refresh_token&refresh_token=x, invalid_grant",
        "grant_type=refresh_token&refresh_token=alm_refresh_x, invalid_grant",
        "grant_type=authorization_code&code=x&redirect_uri=x, invalid_grant",
        "grant_type=client_credentials, unauthorized_client",
        "grant_type=client_credentials&grant_type=client_credentials, invalid_request",
        "grant_type=client_credentials&scope=a&scope=b, invalid_request",
        "grant_type=client_credentials&x=%00, invalid_request"
    })
    void answersAsTheStandard(String query, String error) {
        var answer = given().urlEncodingEnabled(false)
                .header("Authorization", basic(client.id(), String.valueOf(client.secret())))
                .post(TOKEN + "?" + query);
        refused(answer, 400, error);
        assertFalse(answer.asString().contains(String.valueOf(client.secret())), answer::asString);
    }

    @Test
    @DisplayName("4.8 a parameter in the form and in the query is there twice")
    void refusesOneThatIsInBoth() {
        refused(
                OAuth.form(refreshing())
                        .queryParam("grant_type", "refresh_token")
                        .post(TOKEN),
                400,
                "invalid_request");
    }

    @ParameterizedTest
    @DisplayName("4.8 a body that is no form is refused")
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=b"})
    void refusesAnotherContentType(String type) {
        var answer = given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                .contentType(type)
                .body("grant_type=refresh_token")
                .post(TOKEN);
        refused(answer, 400, "invalid_request");
    }

    @Test
    @DisplayName("4.8 unknown parameters are ignored, and a content type without a body")
    void ignoresWhatItDoesNotKnow() {
        var fields = refreshing();
        fields.put("stranger", "x");
        given().contentType("application/json")
                .queryParams(fields)
                .post(TOKEN)
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("4.8 a refresh asks for fewer scopes, and never gets more")
    void narrowsScopes() {
        var fields = refreshing();
        fields.put("scope", "ZohoCalendar.freebusy.ALL,ZohoCalendar.search.READ,nonsense");
        String token = OAuth.form(fields)
                .post(TOKEN)
                .then()
                .statusCode(200)
                .body("scope", equalTo("ZohoCalendar.search.READ"))
                .extract()
                .path("access_token");
        Api.as(token).get("/api/v2/calendars").then().statusCode(403);
        fields.put("scope", "nonsense");
        refused(OAuth.form(fields).post(TOKEN), 400, "invalid_scope");
        fields.put("scope", " ");
        refused(OAuth.form(fields).post(TOKEN), 400, "invalid_scope");
    }

    @Test
    @DisplayName("4.8 reading is had with all")
    void readsWithAll() {
        var own = OAuth.client(Map.of("zuid", user.zuid(), "scopes", List.of("ZohoCalendar.freebusy.ALL")));
        OAuth.token(own, "grant_type", "client_credentials", "scope", "ZohoCalendar.freebusy.READ")
                .then()
                .statusCode(200)
                .body("scope", equalTo("ZohoCalendar.freebusy.READ"));
    }

    @Test
    @DisplayName("4.8 an access token is revoked alone, and an unknown one is as good as revoked")
    void revokes() {
        var refresh = OAuth.refreshToken(user, client);
        String first = OAuth.refresh(client, refresh).path("access_token");
        String second = OAuth.refresh(client, refresh).path("access_token");
        OAuth.form(Map.of("token", first, "token_type_hint", "refresh_token"))
                .post(TOKEN + "/revoke")
                .then()
                .statusCode(200);
        Api.as(first).get("/api/v2/quota").then().statusCode(401);
        Api.as(second).get("/api/v2/quota").then().statusCode(200);
        OAuth.form(Map.of("token", first)).post(TOKEN + "/revoke").then().statusCode(200);
        refused(given().post(TOKEN + "/revoke"), 400, "invalid_request");
    }

    @Test
    @DisplayName("4.8 a client revokes its own tokens only, and the administrator's are nobody's")
    void revokesOwn() {
        var refresh = OAuth.refreshToken(user, client);
        String access = OAuth.refresh(client, refresh).path("access_token");
        var fields = new TreeMap<>(OAuth.client().parameters());
        for (var token : new String[] {refresh, access}) {
            fields.put("token", token);
            OAuth.form(fields).post(TOKEN + "/revoke").then().statusCode(200);
        }
        Api.as(access).get("/api/v2/quota").then().statusCode(200);
        OAuth.form(Map.of("token", user.token())).post(TOKEN + "/revoke").then().statusCode(200);
        user.call().get("/api/v2/quota").then().statusCode(200);
        fields.put("client_secret", "wrong");
        refused(OAuth.form(fields).post(TOKEN + "/revoke"), 401, "invalid_client");
        var mine = new TreeMap<>(client.parameters());
        mine.put("token", refresh);
        OAuth.form(mine).post(TOKEN + "/revoke").then().statusCode(200);
        Api.as(access).get("/api/v2/quota").then().statusCode(401);
    }

    @Test
    @DisplayName("4.8 programs find the endpoints by themselves")
    void isFound() {
        var issuer = "http://localhost:" + RestAssured.port;
        given().get("/.well-known/oauth-authorization-server")
                .then()
                .statusCode(200)
                .body("issuer", equalTo(issuer))
                .body("token_endpoint", equalTo(issuer + TOKEN))
                .body("authorization_endpoint", equalTo(issuer + "/oauth/v2/auth"))
                .body("revocation_endpoint", equalTo(issuer + "/oauth/v2/token/revoke"))
                .body("code_challenge_methods_supported", equalTo(List.of("S256")))
                .body("jwks_uri", nullValue());
        given().get("/.well-known/oauth-protected-resource")
                .then()
                .statusCode(200)
                .body("resource", equalTo(issuer))
                .body("authorization_servers", equalTo(List.of(issuer)))
                .body("scopes_supported", hasItem("ZohoCliq.CalendarEvents.ALL"));
    }
}
