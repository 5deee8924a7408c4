package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Accounts are linked by the administrator, with secrets that nobody sees again.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LinkTest extends MirrorTest {
    private static final String PATH = "/admin/accounts/{zuid}/upstream";

    @Inject
    DataSource database;

    @Test
    void aLinkTellsHowItIsDoing() {
        link();
        poll();
        var state = state();
        assertEquals("current", state.getString("data.state"));
        assertEquals(there.url(), state.getString("data.base_url"));
        assertEquals(0, state.getLong("data.lag_ms"));
        assertEquals(8, state.getList("data.calls").size());
        assertTrue(state.getInt("data.calls.find { it.call == 'list-events' }.used") > 0);
        assertEquals(20, state.getInt("data.calls.find { it.call == 'list-events' }.limit"));
    }

    @Test
    void secretsAreNeitherAnsweredNorStoredReadably() throws SQLException {
        var secrets = Map.of("client_secret", "hush-client", "refresh_token", "hush-refresh");
        var answer = Api.admin()
                .body(oauth(secrets))
                .put(PATH, user.zuid())
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

    @Test
    void whatWasMirroredGoesWithTheLink() {
        there.add("Mirrored", TEN, TEN + HOUR);
        link();
        assertEquals(UpstreamStub.NUMBER, defaultCalendar());
        Api.admin().delete(PATH, user.zuid()).then().statusCode(204);
        assertEquals(List.of(), titles());
        assertEquals(user.calendarNumber(), defaultCalendar());
        Api.admin().get(PATH, user.zuid()).then().statusCode(404);
        Api.admin().delete(PATH, user.zuid()).then().statusCode(404);
    }

    @Test
    void whatWasMirroredCanBeKept() {
        var id = there.add("Mirrored", TEN, TEN + HOUR);
        link();
        Api.admin().delete(PATH + "?keep_data=true", user.zuid()).then().statusCode(204);
        assertEquals(List.of("Mirrored"), titles());
        var body = Api.event("Mine now");
        body.put("end_time", TEN + HOUR);
        user.send(body).put("/api/v2/events/{id}", id).then().statusCode(200);
        assertEquals("Mirrored", there.event(id).getString("title"));
        user.send(Map.of("name", "Mine"))
                .put("/api/v2/calendars/{id}", UpstreamStub.NUMBER)
                .then()
                .statusCode(200);
        user.call().delete("/api/v2/calendars/{id}", UpstreamStub.NUMBER).then().statusCode(409);
        // Nobody else may find that number taken.
        Api.create(user, Api.event("Other default", "calendar_id", user.calendarId()));
        remove(UpstreamStub.NUMBER);
    }

    @Test
    void aLinkStaysWithItsService() {
        link();
        try (var other = UpstreamStub.start()) {
            Api.admin()
                    .body(Map.of("base_url", other.url(), "access_token", "good-token"))
                    .put(PATH, user.zuid())
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("linked_elsewhere"));
        }
    }

    @Test
    void twoAccountsThatSeeOneCalendarThereShareItHere() {
        var other = Api.user();
        there.add("Ours", TEN, TEN + HOUR);
        link();
        link(other, Map.of("base_url", there.url(), "access_token", "good-token"));
        awaitSuccess(other);
        assertEquals("edit", Api.calendarOf(other, UpstreamStub.NUMBER).get("privilege"));
        awaitSuccess(other);
        assertEquals(List.of("Ours"), titlesOf(other));
        Api.admin().delete(PATH, other.zuid()).then().statusCode(204);
        assertEquals(List.of("Ours"), titles());
    }

    @Test
    void aCalendarThatIsLeftBehindComesBackForWhoElseSeesIt() {
        var other = Api.user();
        there.add("Ours", TEN, TEN + HOUR);
        link();
        link(other, Map.of("base_url", there.url(), "access_token", "good-token"));
        awaitSuccess(other);
        Api.admin().delete(PATH, user.zuid()).then().statusCode(204);
        clock.advance(Duration.ofMinutes(6));
        awaitSuccess(other);
        assertEquals("owner", Api.calendarOf(other, UpstreamStub.NUMBER).get("privilege"));
        assertEquals(null, Api.calendarOf(user, UpstreamStub.NUMBER));
        Api.admin().delete(PATH, other.zuid()).then().statusCode(204);
    }

    @Test
    void oneServiceTouchesNothingOfAnother() {
        var mine = there.add("Mine", TEN, TEN + HOUR);
        link();
        var other = Api.user();
        try (var foreign = UpstreamStub.start()) {
            foreign.calendars().clear();
            foreign.calendars()
                    .add(UpstreamStub.calendar("100000000000999", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx", "Foreign"));
            foreign.put(new JsonObject()
                    .put("id", mine)
                    .put("title", "Hijacked")
                    .put("start_time", TEN)
                    .put("end_time", TEN + HOUR)
                    .put("calendar_id", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx"));
            IntStream.range(0, 5).forEach(number -> foreign.change(mine, new JsonObject().put("title", "Hijacked")));
            link(other, Map.of("base_url", foreign.url(), "access_token", "good-token"));
            awaitSuccess(other);
            var own = foreign.add("Own", TEN, TEN + HOUR);
            foreign.change(own, new JsonObject().put("calendar_id", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx"));
            clock.advance(Duration.ofMinutes(6));
            awaitSuccess(other);
            assertEquals(List.of("Own"), titlesOf(other));
            assertEquals("Mine", event(mine).get("title"));
            var across = Api.event("Own", "calendar_id", UpstreamStub.CALENDAR);
            user.send(Map.of("privilege", "edit"))
                    .put("/api/v2/calendars/{id}/shares/{email}", UpstreamStub.NUMBER, other.email())
                    .then()
                    .statusCode(200);
            other.send(across).put("/api/v2/events/{id}", own).then().statusCode(400);
            Api.admin().delete(PATH, other.zuid()).then().statusCode(204);
        }
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
                .put(PATH, user.zuid())
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
                .put(PATH, user.zuid())
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("client_id"))
                .body("errors.field", hasItem("client_secret"))
                .body("errors.field", hasItem("accounts_url"));
    }

    @Test
    void onlyTheAdministratorLinks() {
        user.send(Map.of("base_url", there.url(), "access_token", "x"))
                .put(PATH, user.zuid())
                .then()
                .statusCode(401);
        Api.admin()
                .body(Map.of("base_url", there.url(), "access_token", "x"))
                .put(PATH, "1")
                .then()
                .statusCode(404);
        Api.admin().get(PATH, "nobody").then().statusCode(404);
        Api.admin()
                .body(Map.of("base_url", there.url(), "token", "x"))
                .put(PATH, user.zuid())
                .then()
                .statusCode(400);
    }

    private Map<String, Object> oauth(Map<String, String> secrets) {
        var body = new HashMap<String, Object>(secrets);
        body.put("base_url", there.url() + "/");
        body.put("accounts_url", there.url());
        body.put("client_id", "client-1");
        return body;
    }

    private String defaultCalendar() {
        return user.call().get("/api/v2/calendars").jsonPath().getString("data.find { it.isdefault }.id");
    }

    private static List<String> titlesOf(User viewer) {
        return viewer.call()
                .get("/api/v2/events?from=" + (TEN - HOUR) + "&to=" + (TEN + HOUR))
                .then()
                .statusCode(200)
                .extract()
                .path("data.title");
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

    private void remove(String calendar) {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from calendar where id = ?")) {
            delete.setLong(1, Long.parseLong(calendar));
            delete.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
