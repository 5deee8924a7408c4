package almanac.access.consent;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page on which a person approves, and where it leads.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ConsentTest {
    private final MovableClock clock;
    private User user;
    private Client client;

    ConsentTest(MovableClock clock) {
        this.clock = clock;
    }

    @BeforeEach
    void make() {
        user = Api.user();
        client = OAuth.client();
    }

    private static void leadsNowhere(Response answer) {
        answer.then().statusCode(400).contentType("text/html").header("Location", nullValue());
        assertFalse(answer.asString().contains("<form"), answer::asString);
    }

    @Test
    @DisplayName("4.8 the person sees who asks, for what, and where it leads, then who the account is")
    void showsWhatIsAsked() {
        var page = OAuth.ask(OAuth.asking(client)).asString();
        assertTrue(page.contains("Board &lt;b&gt; asks for access to your calendar"), page);
        assertTrue(page.contains("After this you are led to client.example."), page);
        assertTrue(page.contains("search your events"), page);
        assertTrue(page.contains("until you or the administrator end it"), page);
        assertFalse(page.contains(user.name()), page);
        var consent = OAuth.consent(user, OAuth.asking(client));
        assertTrue(consent.contains(user.name() + " (" + user.email() + ")"), consent);
        assertFalse(consent.contains(user.token()), consent);
    }

    @Test
    @DisplayName("4.8 in the language of the person")
    void speaksGerman() {
        given().queryParams(OAuth.asking(client))
                .header("Accept-Language", "fr, de-AT;q=0.8, en;q=0.5")
                .get("/oauth/v2/auth")
                .then()
                .statusCode(200)
                .body(containsString("bittet um Zugriff auf Ihren Kalender"))
                .body(containsString("lang=\"de\""));
    }

    @Test
    @DisplayName("4.8 the page runs no script, stands in no frame, and is not stored")
    void isStrict() {
        var answer = OAuth.ask(OAuth.asking(client));
        // A browser holds to each policy that there is.
        var policies = answer.headers().getValues("Content-Security-Policy");
        assertEquals(1, policies.size(), policies::toString);
        var policy = policies.getFirst();
        assertTrue(policy.startsWith("default-src 'none'; style-src 'nonce-"), policy);
        assertTrue(policy.contains("form-action 'self' https://client.example;"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), policy);
        assertFalse(policy.contains("script-src") || policy.contains("unsafe"), policy);
        answer.then()
                .header("Cache-Control", "no-store")
                .header("X-Frame-Options", "DENY")
                .header("Set-Cookie", nullValue());
        assertFalse(answer.asString().contains("<script"));
    }

    @Test
    @DisplayName("4.8 allowed, the client gets a code, its state and the issuer")
    void leadsBackWithACode() {
        var answer = OAuth.send(OAuth.consent(user, OAuth.asking(client)), "decision", "allow");
        assertEquals(303, answer.statusCode());
        assertTrue(answer.header("Location").startsWith(OAuth.REDIRECT + "?code=alm_code_"));
        var back = OAuth.parameters(answer);
        assertEquals("st&te=1", back.get("state"));
        assertEquals("http://localhost:" + RestAssured.port, back.get("iss"));
        answer.then().header("Cache-Control", "no-store");
    }

    @Test
    @DisplayName("4.8 denied, it is told so, on either step")
    void leadsBackWithADenial() {
        for (var page :
                List.of(OAuth.ask(OAuth.asking(client)).asString(), OAuth.consent(user, OAuth.asking(client)))) {
            var back = OAuth.parameters(OAuth.send(page, "decision", "deny"));
            assertEquals("access_denied", back.get("error"));
            assertEquals("st&te=1", back.get("state"));
            assertFalse(back.containsKey("code"));
        }
    }

    @ParameterizedTest
    @DisplayName("4.8 nobody is led to an address that is not registered, to the letter")
    @ValueSource(
            strings = {
                "",
                "https://client.example/back/",
                "https://client.example/back/x",
                "https://client.example/backx",
                "https://client.example/back?x=1",
                "https://client.example/back#x",
                "https://client.example/Back",
                "https://CLIENT.example/back",
                "HTTPS://client.example/back",
                "http://client.example/back",
                "https://client.example:443/back",
                "https://client.example@evil.example/back",
                "https://evil.example/https://client.example/back",
                "https://client.example.evil.example/back",
                "https://client.example/x/../back",
                "https://client.example/%62ack",
                "https://client.example/back\n",
                " https://client.example/back",
                "//client.example/back",
                "javascript:alert(1)",
                "/back"
            })
    void isNoOpenRedirect(String address) {
        leadsNowhere(OAuth.ask(OAuth.asking(client, "redirect_uri", address)));
    }

    @Test
    @DisplayName("4.8 nor for an unknown client, one of another, or an address that is given twice")
    void isNoOpenRedirectOfOthers() {
        leadsNowhere(OAuth.ask(OAuth.asking(new Client("alm_client_unknown", "x"))));
        leadsNowhere(OAuth.ask(OAuth.asking(new Client("", "x"))));
        var other = OAuth.client(Map.of("redirect_uris", List.of("https://other.example/")));
        leadsNowhere(OAuth.ask(OAuth.asking(client, "redirect_uri", "https://other.example/")));
        leadsNowhere(OAuth.ask(OAuth.asking(other)));
        for (var name : List.of("redirect_uri", "client_id")) {
            var parameters = OAuth.asking(client);
            leadsNowhere(given().redirects()
                    .follow(false)
                    .queryParams(parameters)
                    .queryParam(name, parameters.get(name))
                    .get("/oauth/v2/auth"));
        }
    }

    @ParameterizedTest
    @DisplayName("4.8 what else is wrong is told to the client, as RFC 6749 and RFC 7636 have it")
    @CsvSource({
        "response_type, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code token, unsupported_response_type",
        "scope, nonsense, invalid_scope",
        "code_challenge_method, S256, invalid_request",
        "code_challenge, abc, invalid_request"
    })
    void tellsTheClient(String name, String value, String error) {
        var back = OAuth.parameters(OAuth.ask(OAuth.asking(client, name, value)));
        assertEquals(error, back.get("error"));
        assertEquals("st&te=1", back.get("state"));
    }

    @ParameterizedTest
    @DisplayName("4.8 a public client proves itself by PKCE with S256")
    @CsvSource({
        "code_challenge, ''",
        "code_challenge_method, ''",
        "code_challenge_method, plain",
        "code_challenge_method, s256",
        "code_challenge, too-short",
        "code_challenge, 'a-verifier-of-at-least-forty-three-charact=rs'"
    })
    void requiresAChallenge(String name, String value) {
        var back = OAuth.parameters(OAuth.ask(OAuth.asking(OAuth.publicClient(), name, value)));
        assertEquals("invalid_request", back.get("error"));
    }

    @Test
    @DisplayName("4.8 a parameter that is given twice is refused")
    void refusesRepetitions() {
        for (var name : List.of("state", "scope", "response_type")) {
            var parameters = OAuth.asking(client);
            var answer = given().redirects()
                    .follow(false)
                    .queryParams(parameters)
                    .queryParam(name, parameters.get(name))
                    .get("/oauth/v2/auth");
            assertEquals("invalid_request", OAuth.parameters(answer).get("error"));
        }
    }

    @ParameterizedTest
    @DisplayName("4.8 what is no access token of a person is refused, with the page")
    @ValueSource(strings = {"", "a-guess", "alm_wrong", "test-admin-token"})
    void asksAgain(String token) {
        var page = OAuth.ask(OAuth.asking(client)).asString();
        var again = OAuth.send(page, "token", token, "decision", "continue");
        again.then()
                .statusCode(403)
                .body(containsString("not a valid access token"))
                .body(containsString("role=\"alert\""));
        if (!token.isEmpty()) {
            again.then().body(not(containsString(token + "\"")));
        }
        OAuth.send(again.asString(), "token", user.token(), "decision", "continue")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("4.8 a client cannot give itself a longer life or more scopes by its own token")
    void refusesTokensOfClients() {
        String token = OAuth.refresh(client, OAuth.refreshToken(user, client)).path("access_token");
        var page = OAuth.ask(OAuth.asking(client)).asString();
        OAuth.send(page, "token", token, "decision", "continue").then().statusCode(403);
    }

    @Test
    @DisplayName("4.8 a person grants at most what the own token grants")
    void grantsNoMore() {
        var narrow = Api.token(user.zuid(), List.of("ZohoCalendar.search.READ"));
        var person = new User(user.zuid(), user.email(), user.name(), narrow, user.calendarId(), user.calendarNumber());
        var consent = OAuth.consent(person, OAuth.asking(client));
        assertTrue(consent.contains("search your events") && !consent.contains("share and remove"), consent);
        var code = OAuth.parameters(OAuth.send(consent, "decision", "allow")).get("code");
        OAuth.exchange(client, code).then().statusCode(200).body("scope", equalTo("ZohoCalendar.search.READ"));
        var page = OAuth.ask(OAuth.asking(client, "scope", "ZohoCalendar.event.ALL"))
                .asString();
        OAuth.send(page, "token", narrow, "decision", "continue")
                .then()
                .statusCode(403)
                .body(containsString("does not allow any of this"));
    }

    @Test
    @DisplayName("4.8 a form is one that this service has signed, for a short time")
    void refusesForgedForms() {
        var page = OAuth.consent(user, OAuth.asking(client));
        var signed = OAuth.signed(page);
        var bytes = Base64.getUrlDecoder().decode(signed);
        bytes[bytes.length - 1] ^= 1;
        for (var forged :
                List.of("", "x", signed.substring(1), Base64.getUrlEncoder().encodeToString(bytes))) {
            leadsNowhere(sendForm(forged, "allow"));
            leadsNowhere(sendForm(forged, "deny"));
        }
        clock.advance(Duration.ofMinutes(10));
        try {
            leadsNowhere(sendForm(signed, "allow"));
        } finally {
            clock.advance(Duration.ofMinutes(-10));
        }
    }

    private static Response sendForm(String form, String decision) {
        return OAuth.form(Map.of("form", form, "decision", decision))
                .redirects()
                .follow(false)
                .post("/oauth/v2/auth");
    }

    @Test
    @DisplayName("4.8 nobody approves who has not shown a token, or whose token has ended since")
    void approvesOnlyForWhomItKnows() {
        var page = OAuth.ask(OAuth.asking(client)).asString();
        OAuth.send(page, "decision", "allow").then().statusCode(403);
        var consent = OAuth.consent(user, OAuth.asking(client));
        String id =
                Api.admin().get("/admin/accounts/{zuid}/tokens", user.zuid()).path("data[0].id");
        Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204);
        leadsNowhere(OAuth.send(consent, "decision", "allow"));
    }

    @Test
    @DisplayName("4.8 the token never stands in an address")
    void takesNoTokenByQuery() {
        var page = OAuth.ask(OAuth.asking(client)).asString();
        OAuth.form(Map.of("form", OAuth.signed(page), "decision", "continue"))
                .queryParam("token", user.token())
                .post("/oauth/v2/auth")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("4.8 a client that is removed while the person reads is not led to")
    void looksAtTheClientAgain() {
        var consent = OAuth.consent(user, OAuth.asking(client));
        Api.admin().delete("/admin/clients/{client}", client.id()).then().statusCode(204);
        leadsNowhere(OAuth.send(consent, "decision", "allow"));
        leadsNowhere(OAuth.send(consent, "decision", "deny"));
    }
}
