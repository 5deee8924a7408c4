package almanac.access.grant;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.OAuth;
import almanac.testing.OAuth.Client;
import almanac.testing.SseClient;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of clients, grants, codes and their tokens.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class GrantTest {
    private final MovableClock clock;
    private final Storage storage;
    private final GrantSweep sweep;

    @TestHTTPResource("/")
    URI service;

    private Duration moved = Duration.ZERO;
    private User user;
    private Client client;

    GrantTest(MovableClock clock, Storage storage, GrantSweep sweep) {
        this.clock = clock;
        this.storage = storage;
        this.sweep = sweep;
    }

    @BeforeEach
    void make() {
        user = Api.user();
        client = OAuth.client();
    }

    @AfterEach
    void setsTheClockBack() {
        clock.advance(moved.negated());
    }

    private void pass(Duration time) {
        clock.advance(time);
        moved = moved.plus(time);
    }

    private static int status(String token) {
        return Api.as(token).get("/api/v2/calendars").statusCode();
    }

    private static String access(Response answer) {
        return answer.then().statusCode(200).extract().path("access_token");
    }

    private static void isInvalid(Response answer) {
        answer.then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    @DisplayName("4.9 a code is exchanged once; a second use ends what it was exchanged for")
    void aCodeIsExchangedOnce() {
        var code = OAuth.code(user, client);
        var first = OAuth.exchange(client, code);
        assertEquals(200, status(access(first)));
        isInvalid(OAuth.exchange(client, code));
        assertEquals(401, status(first.path("access_token")));
        isInvalid(OAuth.refresh(client, first.path("refresh_token")));
    }

    @Test
    @DisplayName("4.9 of twenty who exchange a code at once one gets a token, and nobody keeps it")
    void aCodeIsExchangedOnceByManyAtOnce() throws Exception {
        var code = OAuth.code(user, client);
        oneIsGivenAndEnds(20, () -> OAuth.exchange(client, code));
    }

    /// Of many at once one gets a token, which has ended by then.
    private static void oneIsGivenAndEnds(int count, Callable<Response> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var given = new ArrayList<String>();
            for (var answer : threads.invokeAll(Collections.nCopies(count, work))) {
                if (answer.get().statusCode() == 200) {
                    given.add(answer.get().path("access_token"));
                }
            }
            assertEquals(1, given.size());
            assertEquals(401, status(given.getFirst()));
        }
    }

    @Test
    @DisplayName("4.9 a code lives for a minute")
    void aCodeExpires() {
        var early = OAuth.code(user, client);
        var late = OAuth.code(user, client);
        pass(Duration.ofMillis(59_900));
        OAuth.exchange(client, early).then().statusCode(200);
        pass(Duration.ofMillis(200));
        isInvalid(OAuth.exchange(client, late));
    }

    @Test
    @DisplayName("4.9 a code of another client is unknown, and stays good for its own")
    void aCodeIsOfOneClient() {
        var code = OAuth.code(user, client);
        isInvalid(OAuth.exchange(OAuth.client(), code));
        OAuth.exchange(client, code).then().statusCode(200);
    }

    @ParameterizedTest
    @DisplayName("4.9 a code is for one address, to the letter")
    @ValueSource(strings = {"https://client.example/back/", "https://client.example/Back", "https://client.example"})
    void aCodeIsForOneAddress(String other) {
        var code = OAuth.code(user, client);
        isInvalid(OAuth.exchange(client, code, "redirect_uri", other));
        isInvalid(OAuth.exchange(client, code));
    }

    @Test
    @DisplayName("4.8 the verifier has to be that of the challenge, and there where there is one")
    void theVerifierIsChecked() {
        var open = OAuth.publicClient();
        isInvalid(OAuth.exchange(open, OAuth.code(user, open), "code_verifier", OAuth.VERIFIER + "x"));
        isInvalid(OAuth.exchange(open, OAuth.code(user, open), "code_verifier", ""));
        isInvalid(OAuth.exchange(open, OAuth.code(user, open), "code_verifier", OAuth.challenge(OAuth.VERIFIER)));
        isInvalid(OAuth.exchange(client, OAuth.code(user, client), "code_verifier", OAuth.VERIFIER));
        var challenged = OAuth.code(
                user, client, "code_challenge", OAuth.challenge(OAuth.VERIFIER), "code_challenge_method", "S256");
        isInvalid(OAuth.exchange(client, challenged));
        OAuth.exchange(open, OAuth.code(user, open)).then().statusCode(200);
    }

    @Test
    @DisplayName("4.8 without access_type=offline there is no refresh token, and the grant passes")
    void onlineGrantsPass() throws Throwable {
        var answer = OAuth.exchange(client, OAuth.code(user, client, "access_type", "online"));
        answer.then().statusCode(200).body("refresh_token", equalTo(null)).body("expires_in", equalTo(3600));
        pass(Duration.ofMinutes(59));
        VertxContextSupport.subscribeAndAwait(sweep::removeEnded);
        assertEquals(1, grants());
        pass(Duration.ofMinutes(1));
        assertEquals(401, status(answer.path("access_token")));
        pass(Duration.ofMillis(1));
        VertxContextSupport.subscribeAndAwait(sweep::removeEnded);
        assertEquals(0, grants());
    }

    private long grants() {
        return storage.count("select count(*) from oauth_grant where zuid = " + user.zuid());
    }

    @Test
    @DisplayName("4.9 the refresh token of a public client changes; an old one ends the grant")
    void refreshTokensOfPublicClientsRotate() {
        var open = OAuth.publicClient();
        var first = OAuth.exchange(open, OAuth.code(user, open));
        var second = OAuth.refresh(open, first.path("refresh_token"));
        var third = OAuth.refresh(open, second.path("refresh_token"));
        assertNotEquals(second.<String>path("refresh_token"), third.path("refresh_token"));
        assertEquals(200, status(access(third)));
        isInvalid(OAuth.refresh(open, first.path("refresh_token")));
        assertEquals(401, status(third.path("access_token")));
        isInvalid(OAuth.refresh(open, third.path("refresh_token")));
    }

    @Test
    @DisplayName("4.9 of two who use a refresh token of a public client at once, none keeps access")
    void aRotatingTokenIsUsedOnceByManyAtOnce() throws Exception {
        var open = OAuth.publicClient();
        var refresh = OAuth.refreshToken(user, open);
        oneIsGivenAndEnds(8, () -> OAuth.refresh(open, refresh));
    }

    @Test
    @DisplayName("4.9 a refresh token of another client is unknown, and ends nothing")
    void aRefreshTokenIsOfOneClient() {
        var refresh = OAuth.refreshToken(user, client);
        isInvalid(OAuth.refresh(OAuth.client(), refresh));
        OAuth.refresh(client, refresh).then().statusCode(200);
    }

    @Test
    @DisplayName("4.9 a grant has thirty live access tokens; the oldest goes")
    void theOldestTokenGoes() {
        var refresh = OAuth.refreshToken(user, client);
        var tokens = IntStream.range(0, 31)
                .mapToObj(_ -> access(OAuth.refresh(client, refresh)))
                .toList();
        assertEquals(401, status(tokens.get(0)));
        assertEquals(200, status(tokens.get(1)));
        assertEquals(200, status(tokens.get(30)));
    }

    @Test
    @DisplayName("4.9 an account has twenty grants of a client; the oldest goes, those without a refresh token first")
    void theOldestGrantGoes() {
        var refresh = OAuth.refreshToken(user, client);
        var online = OAuth.exchange(client, OAuth.code(user, client, "access_type", ""));
        for (var more = 0; more < 19; more++) {
            OAuth.grant(user, client);
        }
        assertEquals(401, status(online.path("access_token")));
        OAuth.refresh(client, refresh).then().statusCode(200);
        OAuth.grant(user, client);
        isInvalid(OAuth.refresh(client, refresh));
        assertEquals(20, grants());
    }

    @Test
    @DisplayName("4.9 no secret, code or refresh token is stored as it is")
    void onlyHashesAreStored() {
        var code = OAuth.code(user, client);
        var refresh = OAuth.refreshToken(user, OAuth.publicClient());
        for (var secret : List.of(String.valueOf(client.secret()), code, refresh, refresh.split("\\.", -1)[1])) {
            for (var table : List.of("oauth_client", "oauth_grant", "oauth_code", "access_token")) {
                assertEquals(
                        0,
                        storage.count(
                                "select count(*) from " + table + " t where strpos(t::text, '" + secret + "') > 0"));
            }
        }
        assertEquals(1, storage.count("select count(*) from oauth_code where hash = sha256('" + code + "'::bytea)"));
    }

    @Test
    @DisplayName("4.10 the administrator's grant answers the triple, once")
    void theAdministratorGrants() {
        var made = Api.admin()
                .body(Map.of(
                        "client_id", client.id(), "scopes", List.of("ZohoCalendar.event.ALL"), "renew_secret", true))
                .post("/admin/accounts/{zuid}/grants", user.zuid());
        made.then()
                .statusCode(200)
                .body("data.client_id", equalTo(client.id()))
                .body("data.client_secret", startsWith("alm_secret_"))
                .body("data.refresh_token", startsWith("alm_refresh_"));
        OAuth.refresh(client, made.path("data.refresh_token")).then().statusCode(401);
        var renewed = new Client(client.id(), made.path("data.client_secret"));
        OAuth.refresh(renewed, made.path("data.refresh_token"))
                .then()
                .statusCode(200)
                .body("scope", equalTo("ZohoCalendar.event.ALL"));
        var listed = Api.admin().get("/admin/accounts/{zuid}/grants", user.zuid());
        listed.then().statusCode(200).body("data", hasSize(1)).body("data[0].id", equalTo(made.path("data.id")));
        assertNull(listed.path("data[0].refresh_token"));
        assertNull(Api.admin()
                .get("/admin/clients/{client}", client.id())
                .then()
                .statusCode(200)
                .extract()
                .path("data.client_secret"));
    }

    @Test
    @DisplayName("4.10 a grant is for scopes of its client, an account and a client that are there")
    void grantsAreChecked() {
        var narrow = OAuth.client(Map.of("scopes", List.of("ZohoCalendar.event.ALL")));
        var body = Map.of("client_id", narrow.id(), "scopes", List.of("ZohoCalendar.calendar.ALL"));
        Api.admin()
                .body(body)
                .post("/admin/accounts/{zuid}/grants", user.zuid())
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("scopes"));
        Api.admin()
                .body(Map.of("client_id", "nobody", "scopes", List.of("ZohoCalendar.event.ALL")))
                .post("/admin/accounts/{zuid}/grants", user.zuid())
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("client_id"));
        Api.admin()
                .body(Map.of("client_id", narrow.id(), "scopes", List.of("ZohoCalendar.event.ALL")))
                .post("/admin/accounts/{zuid}/grants", 1)
                .then()
                .statusCode(404);
        Api.admin()
                .body(Map.of(
                        "client_id",
                        OAuth.publicClient().id(),
                        "scopes",
                        List.of("ZohoCalendar.event.ALL"),
                        "renew_secret",
                        true))
                .post("/admin/accounts/{zuid}/grants", user.zuid())
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("renew_secret"));
    }

    @Test
    @DisplayName("4.10 a grant that ends takes its tokens and streams along, and no other")
    void aGrantEnds() {
        var grant = OAuth.grant(user, client);
        var token = access(OAuth.refresh(client, String.valueOf(grant.get("refresh_token"))));
        var other = access(OAuth.refresh(client, OAuth.refreshToken(user, client)));
        try (var stream = SseClient.open(service, "/api/v2/events", token)) {
            stream.until("ready");
            Api.admin()
                    .delete("/admin/accounts/{zuid}/grants/{id}", user.zuid(), grant.get("id"))
                    .then()
                    .statusCode(204);
            stream.awaitEnd();
        }
        assertEquals(401, status(token));
        assertEquals(200, status(other));
        isInvalid(OAuth.refresh(client, String.valueOf(grant.get("refresh_token"))));
        Api.admin()
                .delete("/admin/accounts/{zuid}/grants/{id}", user.zuid(), grant.get("id"))
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("4.10 a client that is removed is refused, and its grants, tokens and streams end")
    void aClientIsRemoved() {
        var own = OAuth.client(Map.of("zuid", user.zuid()));
        var refresh = OAuth.refreshToken(user, own);
        var token = access(OAuth.refresh(own, refresh));
        var itself = access(OAuth.token(own, "grant_type", "client_credentials"));
        var code = OAuth.code(user, own);
        try (var stream = SseClient.open(service, "/api/v2/events", token)) {
            stream.until("ready");
            Api.admin().delete("/admin/clients/{client}", own.id()).then().statusCode(204);
            stream.awaitEnd();
        }
        assertEquals(401, status(token));
        assertEquals(401, status(itself));
        OAuth.refresh(own, refresh).then().statusCode(401).body("error", equalTo("invalid_client"));
        OAuth.exchange(own, code).then().statusCode(401);
        OAuth.ask(OAuth.asking(own)).then().statusCode(400);
        assertEquals(0, grants());
        Api.admin().get("/admin/clients/{client}", own.id()).then().statusCode(404);
        // Its id is no text that could be stored.
        Api.admin().get("/admin/clients/{client}", "a\0b").then().statusCode(404);
        Api.admin().delete("/admin/clients/{client}", "a\0b").then().statusCode(404);
        Api.admin().delete("/admin/clients/{client}", own.id()).then().statusCode(404);
    }

    @Test
    @DisplayName("4.10 what a node has left of a client that it was removing is removed by another")
    void aRemovalIsFinished() throws Throwable {
        var refresh = OAuth.refreshToken(user, client);
        var token = access(OAuth.refresh(client, refresh));
        assertEquals(200, status(token));
        storage.run("update oauth_client set removed_at = 0 where id = '" + client.id() + "'");
        OAuth.refresh(client, refresh).then().statusCode(401);
        VertxContextSupport.subscribeAndAwait(sweep::removeEnded);
        assertEquals(401, status(token));
        assertEquals(0, storage.count("select count(*) from oauth_client where id = '" + client.id() + "'"));
    }

    @Test
    @DisplayName("4.10 a grant ends with the access token by which it was given")
    void aGrantEndsWithItsToken() {
        var given = OAuth.exchange(client, OAuth.code(user, client));
        String id = Api.admin()
                .get("/admin/accounts/{zuid}/tokens", user.zuid())
                .then()
                .body("data", hasSize(1))
                .extract()
                .path("data[0].id");
        try (var stream = SseClient.open(service, "/api/v2/events", given.path("access_token"))) {
            stream.until("ready");
            Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204);
            stream.awaitEnd();
        }
        assertEquals(401, status(given.path("access_token")));
        isInvalid(OAuth.refresh(client, given.path("refresh_token")));
    }

    @Test
    @DisplayName("4.10 nor does a grant live longer than a token that expires")
    void aGrantExpiresWithItsToken() {
        String token = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 600))
                .post("/admin/accounts/{zuid}/tokens", user.zuid())
                .path("data.access_token");
        var person = new User(user.zuid(), user.email(), user.name(), token, user.calendarId(), user.calendarNumber());
        var given = OAuth.exchange(client, OAuth.code(person, client));
        given.then().statusCode(200).body("expires_in", equalTo(600));
        pass(Duration.ofSeconds(601));
        isInvalid(OAuth.refresh(client, given.path("refresh_token")));
    }

    @Test
    @DisplayName("4.10 clients and grants are listed in pages")
    void listsInPages() {
        var seen = new ArrayList<String>();
        for (var made = 0; made < 3; made++) {
            OAuth.grant(user, client);
        }
        var after = "0";
        for (var more = true; more; ) {
            var page = Api.admin()
                    .get("/admin/accounts/{zuid}/grants?limit=2&after={after}", user.zuid(), after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("data.id"));
            after = seen.getLast();
            more = page.getBoolean("more");
        }
        assertEquals(3, seen.stream().distinct().count());
        var first = Api.admin()
                .get("/admin/clients?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(1, first.getList("data").size());
        Api.admin()
                .get("/admin/clients?limit=500&after={after}", first.getString("data[0].client_id"))
                .then()
                .statusCode(200)
                .body("data.findAll { it.client_id == '" + first.getString("data[0].client_id") + "' }", hasSize(0));
    }

    @ParameterizedTest
    @DisplayName("4.10 people are led to addresses that are safe")
    @ValueSource(
            strings = {
                "http://client.example/back",
                "https://client.example/back#x",
                "https://user@client.example/back",
                "HTTPS://client.example/",
                "https://CLIENT.example/",
                "https:///back",
                "javascript:alert(1)",
                "data:text/html,x",
                "back",
                "//client.example",
                "https://client.example/ü",
                "https://client.example:8443;x/",
                "https://client.example/a b"
            })
    void refusesUnsafeAddresses(String address) {
        Api.admin()
                .body(Map.of("name", "Board", "redirect_uris", List.of(address), "scopes", Api.ALL_SCOPES))
                .post("/admin/clients")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("redirect_uris[0]"));
    }

    @ParameterizedTest
    @DisplayName("4.10 as are those of an app and of this machine")
    @ValueSource(
            strings = {
                "https://client.example",
                "https://client.example:8443/back?x=1",
                "http://localhost:3000/",
                "http://127.0.0.1/x",
                "http://[::1]:5/x",
                "com.example.app:/back"
            })
    void takesSafeAddresses(String address) {
        var safe = OAuth.client(Map.of("redirect_uris", List.of(address)));
        var page = OAuth.ask(OAuth.asking(safe, "redirect_uri", address));
        page.then().statusCode(200);
        var back = OAuth.send(page.asString(), "decision", "deny").header("Location");
        assertEquals(address + (address.contains("?") ? "&" : "?"), back.substring(0, address.length() + 1));
    }

    @Test
    @DisplayName("4.10 a client acts for an account that is there, and has a secret then")
    void checksTheAccountOfAClient() {
        for (var body : List.of(
                Map.of("name", "Job", "scopes", Api.ALL_SCOPES, "zuid", "1"),
                Map.of("name", "Job", "scopes", Api.ALL_SCOPES, "zuid", user.zuid(), "confidential", false))) {
            Api.admin()
                    .body(body)
                    .post("/admin/clients")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("zuid"));
        }
    }
}
