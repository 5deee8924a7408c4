package almanac.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Heads of requests that are not as HTTP has them, those included that the server below the application
/// refuses.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadHeaderTest {
    private static final String EVENT =
            "{\"title\": \"Tea\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/calendars",
                "/api/v2/events",
                "/api/v2/changes",
                "/api/v2/quota",
                "/admin/accounts",
                "/nowhere"
            })
    void http10NeedsNoHost(String path) {
        var user = Api.someone();
        var answer = raw("GET " + path + " HTTP/1.0\r\nAuthorization: Bearer " + user.token() + "\r\n\r\n");
        var expected = path.startsWith("/api") ? 200 : path.startsWith("/admin") ? 401 : 404;
        assertEquals(expected, answer.status(), answer.toString());
    }

    @Test
    void http10GetsAStreamWithoutAHostToo() {
        var head = raw("HEAD /api/v2/calendars HTTP/1.0\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + Api.user().token() + "\r\n\r\n");
        assertEquals(200, head.status(), head.toString());
        assertTrue(head.header("content-type").startsWith("text/event-stream"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n", "Host: a b\r\n", "Host: a/b\r\n"})
    void http11NeedsOneHost(String hosts) {
        var answer = raw("GET /api/v2/calendars HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n");
        refused(answer, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Idempotency-Key", "Last-Event-ID", "If-Range"})
    void aFieldOfOneValueIsGivenOnce(String field) {
        var answer = raw("GET /api/v2/calendars HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + field + ": a\r\n"
                + field + ": b\r\n\r\n");
        refused(answer, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity",
                "foo",
                "xchunked",
                "chunked, gzip",
                "gzip, chunked",
                "chunked\r\nTransfer-Encoding: chunked"
            })
    void whatFollowsUnknownFramingIsNoRequest(String coding) {
        var user = Api.user();
        var authorization = "\r\nAuthorization: Bearer " + user.token();
        var body = "{\"name\": \"Smuggled\"}";
        var answer =
                raw("GET /api/v2/calendars HTTP/1.1\r\nHost: x" + authorization + "\r\nTransfer-Encoding: " + coding
                        + "\r\n\r\nPOST /api/v2/calendars HTTP/1.1\r\nHost: x\r\nConnection: close" + authorization
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertTrue(List.of(0, 400).contains(answer.status()), answer.toString());
        user.call().get("/api/v2/calendars").then().body("data.size()", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key:", "Idempotency-Key: ", "Idempotency-Key: \t"})
    void aKeyIsNotEmpty(String field) {
        for (var line : new String[] {"POST /api/v2/events", "POST /api/v2/calendars", "POST /admin/accounts"}) {
            var answer = send(line, field + "\r\nContent-Type: application/json", EVENT);
            refused(answer, 400);
            assertTrue(answer.body().contains("Idempotency-Key"), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /api/v2/events?search=%s HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void aTargetThatIsTooLongGetsTheDocumentedBody(String request) {
        refused(raw(request.formatted("x".repeat(10_000))), 414);
    }

    @Test
    void headersThatAreTooLargeGetTheDocumentedBody() {
        refused(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n"), 431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 4\r\n\r\nabcd",
                "GET /\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\n: x\r\n\r\n"
            })
    void brokenFramingGetsTheDocumentedBody(String request) {
        refused(raw(request), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é",
                "nonsense",
                "/",
                "text/",
                "a b/c",
                "application/json;é",
                "application/json, text/plain",
                "*/*",
                "application/*",
                "application/*; charset=utf-8",
                "*/json"
            })
    void aTypeOfABodyThatIsNoneIs415(String type) {
        for (var line : new String[] {"POST /api/v2/events", "PUT /api/v2/events/x", "DELETE /api/v2/events/x"}) {
            refused(send(line, "Content-Type: " + type, "{}"), 415);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /api/v2/events, 200", "GET /api/v2/calendars, 200", "PUT /api/v2/events/x/statuses/accepted, 404"})
    void withoutABodyItsTypeSaysNothing(String line, int status) {
        var answer = RawHttp.exchange(out -> out.write(RawHttp.bytes(line
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: é\r\nAuthorization: Bearer "
                + Api.user().token() + "\r\n\r\n")));
        assertEquals(status, answer.status(), answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "compress", "gzip, gzip", "nonsense", "é"})
    void anEncodingThatIsNotTakenIs415AndSaysWhichIs(String encoding) {
        var answer =
                send("POST /api/v2/events", "Content-Type: application/json\r\nContent-Encoding: " + encoding, EVENT);
        refused(answer, 415);
        assertEquals("gzip", answer.header("accept-encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
    void aBodyIsInflated(String encoding) throws IOException {
        Api.user()
                .call()
                .contentType(ContentType.JSON)
                .body(zipped(EVENT))
                .header("Content-Encoding", encoding)
                .post("/api/v2/events")
                .then()
                .statusCode(200)
                .body("data[0].title", equalTo("Tea"));
    }

    @Test
    void identityIsNoEncoding() {
        Api.user()
                .send(EVENT)
                .header("Content-Encoding", "identity")
                .post("/api/v2/events")
                .then()
                .statusCode(200);
    }

    @Test
    void whatIsInflatedIsBounded() throws IOException {
        var user = Api.user();
        var bomb = zipped(" ".repeat(30_000_000) + EVENT);
        assertTrue(bomb.length < 50_000, "a small body");
        Refusal.check(zipped(user, bomb), 413);
    }

    @Test
    void whatIsNoGzipIsRefused() throws IOException {
        var user = Api.user();
        Refusal.check(zipped(user, RawHttp.bytes(EVENT)), 400, "body");
        Refusal.check(zipped(user, Arrays.copyOf(zipped(EVENT), 30)), 400, "body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "more than a head of gzip has", "\u001f"})
    void whatFollowsGzipAndIsNoneIsRefused(String rest) throws IOException {
        Refusal.check(zipped(Api.user(), joined(zipped(EVENT), RawHttp.bytes(rest))), 400, "body");
    }

    @Test
    void gzipMayHaveSeveralMembers() throws IOException {
        var half = EVENT.length() / 2;
        zipped(Api.user(), joined(zipped(EVENT.substring(0, half)), zipped(EVENT.substring(half))))
                .then()
                .statusCode(200);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void aFormIsNotInflated() {
        var answer = Api.user()
                .call()
                .header("Content-Encoding", "gzip")
                .multiPart("files", "a.txt", new byte[] {1}, "text/plain")
                .post("/api/v2/events/attachments");
        Refusal.check(answer, 415, "Content-Encoding");
        answer.then().header("Content-Type", startsWith("application/json"));
    }

    private static Response zipped(Api.User user, byte[] body) {
        return user.call()
                .contentType(ContentType.JSON)
                .header("Content-Encoding", "gzip")
                .body(body)
                .post("/api/v2/events");
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(RawHttp.bytes(text));
        }
        return bytes.toByteArray();
    }

    private static RawHttp.Answer send(String line, String headers, String body) {
        return raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\nContent-Length: "
                + RawHttp.bytes(body).length + "\r\n\r\n" + body);
    }

    private static RawHttp.Answer raw(String request) {
        return RawHttp.exchange(out -> out.write(RawHttp.bytes(request)));
    }

    /// The documented body, and what every answer tells a browser.
    private static void refused(RawHttp.Answer answer, int status) {
        assertEquals(status, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), status);
        assertEquals("nosniff", answer.header("x-content-type-options"));
        assertEquals("DENY", answer.header("x-frame-options"));
        assertTrue(answer.header("content-security-policy").startsWith("default-src 'none'"));
    }
}
