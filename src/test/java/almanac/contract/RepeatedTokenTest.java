package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A call for a token that is repeated under one `Idempotency-Key`: a token cannot be shown twice, so each
/// repeat takes the place of the one before, and one is left.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RepeatedTokenTest {
    private static final int AT_ONCE = 12;
    private static final Map<String, ?> BODY = Map.of("scopes", Api.ALL_SCOPES, "label", "repeated");

    @Test
    void replacesTheTokenOfTheCallBefore() {
        var user = Api.user();
        var key = key();
        var first = token(user, key);
        assertOpens(200, first);
        var second = token(user, key);
        assertOpens(401, first);
        assertOpens(200, second);
        assertOneIsLeft(user);
    }

    @Test
    void leavesOneTokenOfCallsThatAreMadeAtOnce() throws InterruptedException {
        var user = Api.user();
        var key = key();
        var tokens = atOnce(user, key);
        assertEquals(
                1,
                tokens.stream()
                        .filter(token -> Api.as(token).get("/api/v2/calendars").statusCode() == 200)
                        .count());
        assertOneIsLeft(user);
    }

    private static List<String> atOnce(Api.User user, String key) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.<Callable<String>>nCopies(AT_ONCE, () -> token(user, key))).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    /// A call that is refused because the calls before it take long is made again, as its answer says.
    private static String token(Api.User user, String key) {
        return Api.served(() -> Api.admin()
                        .contentType(ContentType.JSON)
                        .header("Idempotency-Key", key)
                        .body(BODY)
                        .post(path(user)))
                .then()
                .statusCode(200)
                .extract()
                .path("data.access_token");
    }

    private static void assertOpens(int status, String token) {
        Api.as(token).get("/api/v2/calendars").then().statusCode(status);
    }

    private static void assertOneIsLeft(Api.User user) {
        List<String> labels = Api.admin().get(path(user)).path("data.label");
        assertEquals(1, Collections.frequency(labels, "repeated"));
    }

    private static String path(Api.User user) {
        return "/admin/accounts/" + user.zuid() + "/tokens";
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
