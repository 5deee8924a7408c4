package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Request targets that lead nowhere or cannot be read at all, byte by byte.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class BadTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/api",
                "/api/v2",
                "/api/v1/events",
                "/api/v2/nowhere",
                "/api/v2/events/x/y",
                "/api/v2/events/x/statuses",
                "/api/v2/events/x/statuses/accepted/more",
                "/api/v2/calendars/1/shares",
                "/api/v2/events/attachments/1/2",
                "/admin",
                "/admin/nowhere",
                "/q/nowhere",
                "/favicon.ico",
                "/../../etc/passwd",
                "/api/v2/events/..%2f..%2f..%2fetc%2fpasswd/x",
                "/API/V2/EVENTS",
                "//api//v3",
                "/%00",
                "/api/v2/%00",
                "/api/v2/%ff",
                "/api/v2/%c0%ae",
                "/api/v2/%ed%a0%80"
            })
    void answersAbsentWherePathsLeadNowhere(String path) {
        for (var method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
            refused(method + " " + path, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/%zz",
                "/%",
                "/api/v2/events/%",
                "/api/v2/events/%1",
                "/api/v2/events/%g0?calendar_id=1",
                "/api/v2/<script>",
                "/api/v2/{id}",
                "/api/v2/|\\^`"
            })
    void refusesPathsThatCannotBeDecoded(String path) {
        refused("GET " + path, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v2/events HTTP/1.1\r\n\r\n",
                "GET /api/v2/events HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /q/health HTTP/1.1\r\n\r\n"
            })
    void refusesRequestsWithoutAHost(String request) {
        var answer = RawHttp.exchange(out -> out.write(RawHttp.bytes(request)));
        assertEquals(400, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT localhost:1", "GET nowhere", "GET http://localhost/nowhere"})
    void answersAbsentForOtherTargets(String line) {
        refused(line, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v2/events",
                "/api//v2/events",
                "/api/v2//events",
                "/api/v2/events//",
                "/api/v2/./events",
                "/api/v2/x/../events",
                "/api/v2/x/%2e%2E/events",
                "/api/v2/events/.",
                "/api/v2/events;x=1",
                "/api;x/v2/events",
                "//admin/accounts",
                "/x/../admin/accounts",
                "//q/health",
                "/q/./metrics"
            })
    void answersAbsentForOtherSpellingsOfAPath(String path) {
        for (var method : new String[] {"GET", "POST", "OPTIONS"}) {
            refused(method + " " + path, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"search=%ff", "search=a%c3", "%ed%a0%80=1", "search=%c0%af", "search=a;b", "from=1;to=2", "a=b;"
            })
    void refusesQueriesThatAreReadDifferently(String query) {
        for (var path : new String[] {"/api/v2/events", "/api/v2/changes", "/nowhere"}) {
            refused("GET " + path + "?" + query, 400);
        }
    }

    /// The bytes of the request line are as sent, in the charset; RFC 3986 has only ASCII in a URI.
    @ParameterizedTest
    @CsvSource({
        "/api/v2/events?search=\u00fc, UTF-8, query",
        "/api/v2/events?search=\u00fc, ISO-8859-1, query",
        "/api/v2/events?search=\u4f1a\u8b70, UTF-8, query",
        "/api/v2/events?s\u00fcche=1, UTF-8, query",
        "/api/v2/events?search=a%zz, UTF-8, query",
        "/api/v2/events/\u00fc?calendar_id=1, UTF-8, path",
        "/api/v2/events/\u00fc?calendar_id=1, ISO-8859-1, path",
        "/api/v2/events/\u0080?calendar_id=1, ISO-8859-1, path",
        "/\u00fc?search=\u00fc, UTF-8, path"
    })
    void refusesBytesThatAreNotPercentEncoded(String target, String charset, String part) {
        for (var method : new String[] {"GET", "PUT", "OPTIONS"}) {
            var head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            var answer = RawHttp.exchange(out -> out.write(head.getBytes(Charset.forName(charset))));
            assertEquals(400, answer.status(), head + answer);
            var body = Refusal.checkBody(answer.header("content-type"), answer.body(), 400);
            assertEquals(List.of(part), body.getList("errors.field"));
        }
    }

    private static void refused(String line, int status) {
        var answer = RawHttp.send(line);
        assertEquals(status, answer.status(), line + " answered " + answer);
        Refusal.checkBody(answer.header("content-type"), answer.body(), status);
    }
}
