package almanac.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Methods that a path does not have, and answers that a client does not take.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadMethodTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "FOO");

    private final Storage storage;

    BadMethodTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v2/calendars, GET POST",
        "/api/v2/calendars/1, PUT DELETE",
        "/api/v2/calendars/1/shares/a@b, PUT DELETE",
        "/api/v2/events, GET POST",
        "/api/v2/events/x, GET PUT DELETE",
        "/api/v2/events/x/statuses/accepted, PUT",
        "/api/v2/events/attachments, POST",
        "/api/v2/events/attachments/1, GET",
        "/api/v2/quota, GET",
        "/admin/accounts, GET POST",
        "/admin/accounts/1/tokens, GET POST",
        "/admin/tokens/1, DELETE"
    })
    void refusesOtherMethodsAndNamesItsOwn(String path, String names) {
        var own = List.of(names.split(" ", -1));
        var user = Api.user();
        var before = storage.sizes();
        for (var method : METHODS) {
            if (!own.contains(method)) {
                var answer = user.send("{}").request(method, path);
                Refusal.check(answer, 405);
                var allowed = List.of(answer.header("Allow").split(", *", -1));
                assertTrue(allowed.containsAll(own), method + " " + path + " allows " + allowed);
                assertFalse(allowed.contains(method), method + " " + path + " allows " + allowed);
            }
        }
        assertEquals(before, storage.sizes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*", "text/plain;q=0.5, text/html"})
    void refusesToAnswerInAnotherType(String accept) {
        var user = Api.user();
        var before = storage.sizes();
        for (var path :
                List.of("/api/v2/calendars", "/api/v2/events", "/api/v2/events/x?calendar_id=1", "/api/v2/quota")) {
            Refusal.check(user.call().header("Accept", accept).get(path), 406);
        }
        Refusal.check(user.send(Api.event("Tea")).header("Accept", accept).post("/api/v2/events"), 406);
        Refusal.check(Api.admin().header("Accept", accept).get("/admin/accounts"), 406);
        assertEquals(before, storage.sizes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json",
                "text/html, */*;q=0.1",
                "application/json;charset=utf-8",
                "APPLICATION/JSON",
                "text/event-stream;q=0, */*",
                "text/event-stream;q=0.5, application/json",
                ""
            })
    void answersWhoeverTakesJson(String accept) {
        var user = Api.user();
        for (var path : List.of("/api/v2/calendars", "/api/v2/events", "/api/v2/changes", "/api/v2/quota")) {
            var answer = user.call().header("Accept", accept).get(path);
            assertEquals(200, answer.statusCode(), path);
            assertTrue(answer.contentType().startsWith("application/json"), path + " is " + answer.contentType());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream;q=0",
                "text/event-stream;q=0.000",
                "*/*;q=0",
                "text/html",
                "application/json;q=0",
                "text/event-stream;q=x"
            })
    void refusesListsAndTheLogAlikeWhereNothingIsTaken(String accept) {
        var user = Api.user();
        for (var path : List.of("/api/v2/calendars", "/api/v2/events", "/api/v2/changes")) {
            Refusal.check(user.call().header("Accept", accept).get(path), 406);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/calendars",
                "/api/v2/calendars/1",
                "/api/v2/calendars/1/shares/a@b",
                "/api/v2/events",
                "/api/v2/events/x",
                "/api/v2/events/x/statuses/accepted",
                "/api/v2/events/attachments",
                "/api/v2/events/attachments/1",
                "/api/v2/changes",
                "/api/v2/feed_tokens",
                "/api/v2/feed_tokens/1",
                "/api/v2/quota",
                "/admin/accounts",
                "/admin/accounts/1/tokens",
                "/admin/accounts/1/upstream",
                "/admin/tokens/1",
                "/"
            })
    void optionsNamesTheMethodsThatWorkAndNoOthers(String path) {
        var answer = given().options(path);
        assertEquals(204, answer.statusCode());
        var named = List.of(answer.header("Allow").split(", *", -1));
        for (var method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
            var status = given().request(method, path).statusCode();
            assertEquals(named.contains(method), status != 405 && status != 404, method + " " + path + ": " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "/", "text/", "*/html", ";q=1", "application/json;q=x", ",,,"})
    void survivesHeadersThatAreNoMediaTypes(String header) {
        var user = Api.user();
        var accepted = user.call().header("Accept", header).get("/api/v2/calendars");
        assertTrue(List.of(200, 400, 406).contains(accepted.statusCode()), header + ": " + accepted.statusCode());
        var sent =
                user.call().header("Content-Type", header).body("{}".getBytes()).post("/api/v2/events");
        assertTrue(List.of(400, 415).contains(sent.statusCode()), header + ": " + sent.statusCode());
        Refusal.checkBody(sent.contentType(), sent.asString(), sent.statusCode());
    }
}
