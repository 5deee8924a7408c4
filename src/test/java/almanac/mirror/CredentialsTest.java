package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The secrets of a link are refused where they cannot do, renewed where they can be, and seen by nobody.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CredentialsTest extends MirrorTest {
    @Inject
    DataSource database;

    @Test
    void secretsAreNeitherAnsweredNorStoredReadably() throws SQLException {
        var secrets = Map.of("client_secret", "hush-client", "refresh_token", "hush-refresh");
        var answer = Api.admin()
                .body(oauth(secrets))
                .put(LINK, user.zuid())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        poll();
        var stored = stored();
        for (var secret : List.of("hush-client", "hush-refresh", "good-token", "token-1")) {
            assertFalse(answer.contains(secret), answer);
            assertFalse(state().prettify().contains(secret));
            assertFalse(stored.contains(secret), secret);
        }
        assertTrue(stored.contains("client-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEKRET\n", "x\r\ny: z", "two words", "é", "\u007f"})
    void aTokenThatIsNoValueOfAHeaderIsRefused(String token) {
        var answer = Api.admin()
                .body(Map.of("base_url", there.url(), "access_token", token))
                .put(LINK, user.zuid())
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("access_token"))
                .extract()
                .asString();
        assertFalse(answer.contains(token), answer);
    }

    @Test
    void aTokenIsRefreshedBeforeItExpiresAndWhenItIsNotAccepted() {
        link(user, oauth(Map.of("client_secret", "s", "refresh_token", "r")));
        await().atMost(PATIENCE).until(() -> state().get("data.last_success") != null);
        assertEquals(1, there.received("token"));
        there.expireToken();
        poll();
        assertEquals(2, there.received("token"));
        clock.advance(Duration.ofHours(1));
        poll();
        assertEquals(3, there.received("token"));
    }

    @Test
    void aTokenThatIsNotAcceptedAndCannotBeRefreshedIsSaid() {
        link();
        there.expireToken();
        pollInVain();
        assertEquals("upstream_unauthorized", state().getString("data.last_error.code"));
        link(user, Map.of("base_url", there.url(), "access_token", "token-1"));
        poll();
        assertEquals("current", state().getString("data.state"));
    }

    @Test
    void anAccountsServerThatRefusesIsSaid() {
        there.fail("token", Fault.GARBAGE);
        link(user, oauth(Map.of("client_secret", "s", "refresh_token", "r")));
        await().atMost(PATIENCE).until(() -> state().get("data.last_error") != null);
        assertEquals("upstream_garbled", state().getString("data.last_error.code"));
        there.calm();
        poll();
    }

    @ParameterizedTest
    @CsvSource({
        "base_url, ftp://127.0.0.1, address",
        "base_url, not an address, address",
        "base_url, https://evil.example, allowed-hosts",
        "base_url, http://cliq.example, plain HTTP",
        "base_url, https://somebody@127.0.0.1, user",
        "base_url, https://127.0.0.1/?x=1, query",
        "accounts_url, https://evil.example, allowed-hosts",
        "access_token, '', required"
    })
    void credentialsThatCannotBeAreRefused(String field, String value, String reason) {
        var body = new HashMap<String, Object>(Map.of("base_url", there.url(), "access_token", "good-token"));
        if (value.isEmpty()) {
            body.remove(field);
        } else {
            body.put(field, value);
        }
        var answer = Api.admin()
                .body(body)
                .put(LINK, user.zuid())
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();
        assertTrue(answer.getList("errors.message").toString().contains(reason), answer.prettify());
    }

    @Test
    void aRefreshTokenNeedsItsClient() {
        Api.admin()
                .body(Map.of("base_url", there.url(), "refresh_token", "r"))
                .put(LINK, user.zuid())
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("client_id"))
                .body("errors.field", hasItem("client_secret"))
                .body("errors.field", hasItem("accounts_url"));
    }

    private Map<String, Object> oauth(Map<String, String> secrets) {
        var body = new HashMap<String, Object>(secrets);
        body.put("base_url", there.url() + "/");
        body.put("accounts_url", there.url());
        body.put("client_id", "client-1");
        return body;
    }

    /// Everything of the link as the database holds it.
    private String stored() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select l::text, client_secret, refresh_token, access_token"
                        + " from upstream_link l where zuid = ?")) {
            select.setLong(1, Long.parseLong(user.zuid()));
            var text = new StringBuilder();
            try (var row = select.executeQuery()) {
                row.next();
                text.append(row.getString(1));
                for (var column = 2; column <= 4; column++) {
                    text.append(new String(row.getBytes(column), StandardCharsets.ISO_8859_1));
                }
            }
            return text.toString();
        }
    }
}
