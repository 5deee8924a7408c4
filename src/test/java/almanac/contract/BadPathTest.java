package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids and requests that no client would send, byte by byte.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadPathTest {
    private final Storage storage;

    BadPathTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "a%00b",
                "%ff",
                "%ed%a0%80",
                "..%2f..%2fetc%2fpasswd",
                "%20",
                "'%20or%201=1--",
                "%25zz",
                "%F0%9F%8D%B5",
                "a;b=c",
                "x%0d%0aX-Injected:%20yes"
            })
    void answersAbsentForIdsThatAreNone(String id) {
        var user = Api.user();
        var before = storage.sizes();
        var body = "{\"title\":\"T\",\"start_time\":1,\"end_time\":2,\"timezone\":\"UTC\"}";
        absent(user, "GET /api/v2/events/" + id + "?calendar_id=1", "");
        absent(user, "PUT /api/v2/events/" + id, body);
        absent(user, "DELETE /api/v2/events/" + id + "?calendar_id=1&edit_tag=1", "");
        absent(user, "PUT /api/v2/events/" + id + "/statuses/accepted", "");
        absent(user, "GET /api/v2/events/attachments/" + id, "");
        absent(user, "PUT /api/v2/calendars/" + id, "{}");
        absent(user, "DELETE /api/v2/calendars/" + id, "");
        absent(user, "DELETE /api/v2/calendars/" + id + "/shares/a@b", "");
        absent(user, "PUT /api/v2/calendars/" + user.calendarNumber() + "/shares/" + id, "{\"privilege\":\"view\"}");
        absent(user, "DELETE /api/v2/calendars/" + user.calendarNumber() + "/shares/" + id, "");
        assertEquals(before, storage.sizes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%ff", "maybe", "ACCEPTED%00", "%20accepted"})
    void refusesStatusesThatAreNone(String status) {
        var user = Api.user();
        var id = Api.create(user, Api.event("Tea")).get("id");
        var answer = RawHttp.send(
                "PUT /api/v2/events/" + id + "/statuses/" + status, "Authorization: Bearer " + user.token());
        assertEquals(400, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 400);
    }

    @Test
    void answersAbsentForAnEndlessId() {
        absent(Api.user(), "GET /api/v2/events/" + "x".repeat(3000) + "?calendar_id=1", "");
    }

    @Test
    void refusesAnEndlessPath() {
        var answer = RawHttp.send("GET /api/v2/events/" + "x".repeat(100_000));
        assertEquals(414, answer.status());
    }

    @Test
    void refusesEndlessHeaders() {
        var answer = RawHttp.send("GET /api/v2/events", "X-Long: " + "x".repeat(100_000));
        assertEquals(431, answer.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /api/v2/events\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: x\r\nX-Nul: a\0b\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\0b\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: x\r\nNo Colon\r\n\r\n"
            })
    void refusesWhatIsNoHttp(String request) {
        var answer = RawHttp.exchange(out -> out.write(RawHttp.bytes(request)));
        assertTrue(List.of(400, 501, 505).contains(answer.status()), answer.toString());
        assertFalse(answer.body().contains("Exception"), answer.body());
        Api.user().call().get("/api/v2/events").then().statusCode(200);
    }

    private static void absent(Api.User user, String line, String body) {
        var head = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + user.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        var answer = RawHttp.exchange(out -> out.write(RawHttp.bytes(head + body)));
        assertEquals(404, answer.status(), line + " answered " + answer);
        assertFalse(answer.headers().containsKey("x-injected"));
        assertTrue(answer.body().startsWith("{\"message\":\"The URL you've sent is wrong."), answer.body());
    }
}
