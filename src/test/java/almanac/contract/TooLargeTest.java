package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies beyond what the service takes: 413, however they announce their length.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class TooLargeTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int HUNDRED = 100;

    private final Storage storage;

    TooLargeTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v2/events",
                "PUT /api/v2/events/x",
                "DELETE /api/v2/events/x",
                "POST /api/v2/calendars",
                "POST /nowhere"
            })
    void refusesAHundredMegabytesThatAreAnnounced(String line) {
        refused(line, out -> {
            out.write(RawHttp.bytes("Content-Length: " + HUNDRED * MEGABYTE + "\r\n\r\n"));
            for (var sent = 0; sent < HUNDRED; sent++) {
                out.write(spaces());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v2/events",
                "PUT /api/v2/events/x",
                "DELETE /api/v2/events/x",
                "POST /api/v2/calendars"
            })
    void refusesAHundredMegabytesInChunks(String line) {
        refused(line, TooLargeTest::sendChunks);
    }

    @Test
    void refusesAnUploadThatIsAnnouncedTooLarge() {
        var user = Api.someone();
        var answer = RawHttp.send(
                "POST /api/v2/events/attachments",
                "Authorization: Bearer " + user.token(),
                "Content-Type: multipart/form-data; boundary=b",
                "Content-Length: " + 513L * MEGABYTE);
        assertEquals(413, answer.status());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 413);
    }

    @Test
    void takesAnEventOfAlmostAMegabyte() {
        var body = "{\"title\": \"T\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\"}";
        Api.someone()
                .send(body + " ".repeat(MEGABYTE - body.length()))
                .post("/api/v2/events")
                .then()
                .statusCode(200);
        Refusal.check(
                Api.someone()
                        .send(body + " ".repeat(MEGABYTE - body.length() + 1))
                        .post("/api/v2/events"),
                413);
    }

    private void refused(String line, RawHttp.Request body) {
        var user = Api.someone();
        var before = storage.sizes();
        var answer = RawHttp.exchange(out -> {
            out.write(RawHttp.bytes(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nAuthorization: Bearer " + user.token() + "\r\n"));
            body.writeTo(out);
        });
        assertEquals(413, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 413);
        assertEquals(before, storage.sizes());
        user.call().get("/api/v2/events").then().statusCode(200);
    }

    private static void sendChunks(OutputStream out) throws IOException {
        out.write(RawHttp.bytes("Transfer-Encoding: chunked\r\n\r\n"));
        for (var sent = 0; sent < HUNDRED; sent++) {
            out.write(RawHttp.bytes(Integer.toHexString(MEGABYTE) + "\r\n"));
            out.write(spaces());
            out.write(RawHttp.bytes("\r\n"));
        }
        out.write(RawHttp.bytes("0\r\n\r\n"));
    }

    private static byte[] spaces() {
        var block = new byte[MEGABYTE];
        java.util.Arrays.fill(block, (byte) ' ');
        return block;
    }
}
