package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.RawHttp.Answer;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A body without a `Content-Type` is JSON, except for an upload; an empty `Content-Type` is none at all.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class NoContentTypeTest {
    private static final String EVENT = "{\"title\": \"T\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\"}";

    private Api.User user;

    @BeforeEach
    void aUser() {
        user = Api.user();
    }

    @Test
    void aBodyWithoutATypeIsReadAsJson() {
        assertEquals(200, send("POST /api/v2/events", EVENT).status());
        assertEquals(404, send("PUT /api/v2/events/x", EVENT).status());
        assertEquals(200, send("POST /api/v2/calendars", "{\"name\": \"N\"}").status());
        assertEquals(
                200,
                send("PUT /api/v2/calendars/" + user.calendarNumber(), "{\"name\": \"N\"}")
                        .status());
        assertEquals(
                200, send("POST /api/v2/feed_tokens", "{\"expires_in\": 60}").status());
        refused(send("POST /api/v2/events", "nonsense"), 400, "body");
        refused(send("POST /api/v2/events", ""), 400, "body");
    }

    @Test
    void anUploadWithoutATypeIsRefused() {
        refused(send("POST /api/v2/events/attachments", "x"), 400, "Content-Type");
    }

    @Test
    void anEmptyTypeIsRefused() {
        for (var call : List.of("POST /api/v2/events", "PUT /api/v2/events/x", "POST /api/v2/events/attachments")) {
            refused(send(call, EVENT, "Content-Type:"), 415, "Content-Type");
        }
    }

    private static void refused(Answer answer, int status, String field) {
        assertEquals(status, answer.status(), answer.toString());
        var body = Refusal.checkBody(answer.header("content-type"), answer.body(), status);
        assertEquals(List.of(field), body.getList("errors.field"));
    }

    private Answer send(String call, String body, String... headers) {
        var head = new StringBuilder(call).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        head.append("Authorization: Bearer ").append(user.token()).append("\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return RawHttp.exchange(out -> out.write(RawHttp.bytes(head.toString())));
    }
}
