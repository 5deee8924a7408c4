package almanac.contract;

import static almanac.testing.Multipart.upload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Multipart;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads that are not as they should be: all of the request is refused, nothing of it is kept.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadUploadTest {
    private static final int MEGABYTE = 1 << 20;

    private final Storage storage;
    private final Path data;

    BadUploadTest(Storage storage, @ConfigProperty(name = "almanac.data") Path data) {
        this.storage = storage;
        this.data = data;
    }

    @Test
    void refusesARequestWithoutFiles() throws IOException {
        refused(400, new Multipart().end(), "files");
        var text = new Multipart()
                .part("Content-Disposition: form-data; name=\"files\"", "text")
                .end();
        refused(400, text, "files");
    }

    @Test
    void refusesMoreThanTenFiles() throws IOException {
        var body = new Multipart();
        for (var number = 0; number < 11; number++) {
            body.file("files", number + ".txt");
        }
        refused(400, body.end(), "files");
    }

    @Test
    void refusesPartsOfOtherNames() throws IOException {
        refusedAsExtra(
                new Multipart().file("files", "a.txt").file("upload", "b.txt").end(), "upload");
        refusedAsExtra(new Multipart().file("", "b.txt").end(), "");
        refusedAsExtra(new Multipart().file("Files", "b.txt").end(), "Files");
    }

    @Test
    void refusesFieldsBesideTheFiles() throws IOException {
        var body =
                new Multipart().file("files", "a.txt").part("Content-Disposition: form-data; name=\"note\"", "hello");
        refusedAsExtra(body.end(), "note");
    }

    @Test
    void refusesFilesWithoutAName() throws IOException {
        refused(400, new Multipart().file("files", "").end(), "files");
    }

    @Test
    void refusesFilesWithoutAContentType() throws IOException {
        var head = "Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"";
        refused(400, new Multipart().part(head, "content").end(), "files");
        refused(
                400,
                new Multipart()
                        .part(head + "\r\nContent-Type: " + "x".repeat(256), "content")
                        .end(),
                "files");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "../../etc/passwd|passwd",
                "..\\..\\windows\\system.ini|system.ini",
                "/etc/passwd|passwd",
                "C:\\temp\\a.txt|a.txt",
                "..|file",
                ".|file",
                ".htaccess|htaccess",
                "a:b|a_b",
                "a<b>.txt|a_b_.txt",
                "tab\tname.txt|tab_name.txt",
                "übung 🍵.txt|übung 🍵.txt",
                "a;b.txt|a;b.txt",
                "a%22b.txt|a\"b.txt",
                "a\\\"b.txt|a\"b.txt",
                "a \\\"q\\\" b.txt|a \"q\" b.txt",
                "line%0D%0Abreak.txt|line__break.txt",
                "100%.txt|100%.txt"
            },
            delimiter = '|',
            quoteCharacter = '`')
    void makesNamesSafe(String sent, String kept) throws IOException {
        var user = Api.user();
        var before = files();
        var answer = upload(user, new Multipart().file("files", sent).end());
        assertEquals(200, answer.statusCode(), answer.asString());
        assertEquals(kept, answer.path("attachments[0].fileName"));
        String id = answer.path("attachments[0].fileId");
        assertEquals(before + 1, files());
        assertTrue(Files.isRegularFile(data.resolve("attachments").resolve(id)));
        user.call().get("/api/v2/events/attachments/{id}", id).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "Content-Disposition: form-data; Name=\"files\"; FileName=\"a.txt\"|a.txt",
                "content-disposition: FORM-DATA; NAME=files; FILENAME=a.txt|a.txt",
                "Content-Disposition: form-data; name=\"files\"; filename=\"x\"; filename*=UTF-8''%e2%82%ac.txt|€.txt",
                "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%20b.txt|a b.txt"
            },
            delimiter = '|',
            quoteCharacter = '`')
    void readsNamesHoweverTheyAreWritten(String head, String kept) {
        // More than what is kept of a field that is no file.
        var content = "x".repeat(5_000);
        var answer = upload(
                Api.user(),
                new Multipart()
                        .part(head + "\r\nContent-Type: text/plain", content)
                        .end());
        assertEquals(200, answer.statusCode(), answer.asString());
        assertEquals(kept, answer.path("attachments[0].fileName"));
        assertEquals(content.length(), answer.<Integer>path("attachments[0].size"));
    }

    @Test
    void readsAFormWhereverItIsCut() {
        var user = Api.user();
        var body = new Multipart().file("files", "übung \\\"q\\\".txt").end();
        for (var cut = 1; cut < body.length; cut += 7) {
            var answer = inTwo(user, body, cut);
            assertEquals(200, answer.status(), "cut at " + cut + ": " + answer);
            assertTrue(answer.body().contains("übung \\\"q\\\".txt"), answer.body());
        }
    }

    @Test
    void refusesAFormThatEndsInItsHead() throws IOException {
        var body = new Multipart().file("files", "übung.txt").end();
        var head = new String(body, StandardCharsets.UTF_8).indexOf("\r\n\r\n");
        var user = Api.user();
        var before = sizes();
        for (var end = 0; end < head; end += 9) {
            var answer = upload(user, Arrays.copyOf(body, end));
            assertEquals(400, answer.statusCode(), "ended at " + end + ": " + answer.asString());
            Refusal.checkBody(answer.contentType(), answer.asString(), 400);
        }
        assertEquals(before, sizes());
    }

    @Test
    void refusesAHeadWithoutEnd() throws IOException {
        refusedSomehow(new Multipart()
                .raw("--b0und4ry\r\nContent-Disposition: form-data; name=\"" + "x".repeat(1_000_000))
                .end());
        refusedSomehow(new Multipart().raw("x".repeat(1_000_000)).end());
    }

    private static RawHttp.Answer inTwo(Api.User user, byte[] body, int cut) {
        return RawHttp.exchange(out -> {
            out.write(RawHttp.bytes("POST /api/v2/events/attachments HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nAuthorization: Bearer " + user.token() + "\r\n"
                    + "Content-Type: multipart/form-data; boundary=b0und4ry\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"));
            for (var part : List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length))) {
                out.write(RawHttp.bytes(Integer.toHexString(part.length) + "\r\n"));
                out.write(part);
                out.write(RawHttp.bytes("\r\n"));
                out.flush();
            }
            out.write(RawHttp.bytes("0\r\n\r\n"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; boundary=\"unended",
                "multipart/mixed; boundary=b0und4ry"
            })
    void refusesOtherBoundaries(String type) throws IOException {
        var user = Api.user();
        var before = sizes();
        var answer = upload(user, type, new Multipart().file("files", "a.txt").end());
        assertTrue(answer.statusCode() == 400 || answer.statusCode() == 415, answer.asString());
        Refusal.checkBody(answer.contentType(), answer.asString(), answer.statusCode());
        assertEquals(before, sizes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--b0und4ry",
                "--b0und4ry\r\n",
                "--b0und4ry\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n",
                "--b0und4ry\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nbytes",
                "--b0und4ry\r\nno colon\r\n\r\nbytes\r\n",
                "--b0und4ry\r\n\r\nbytes\r\n",
                "--b0und4ry\r\n: x\r\n\r\nbytes\r\n"
            })
    void refusesBrokenBodies(String body) throws IOException {
        refusedSomehow(new Multipart().raw(body).unended());
        if (!body.isEmpty()) {
            refusedSomehow(new Multipart().raw(body).end());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: attachment; filename=\"a.txt\"",
                "Content-Disposition: form-data; filename=\"a.txt\"",
                "Content-Disposition: form-data",
                "Content-Disposition:",
                "Content-Type: text/plain",
                "Content-Disposition: form-data; name=\"x\"\r\nContent-Type: nonsense",
                "Content-Disposition: form-data; name=\"x\"\r\nContent-Type: text/plain; charset=nonsense",
                "Content-Disposition: form-data; name=\"x\"\r\nContent-Transfer-Encoding: base64"
            })
    void refusesOddParts(String head) throws IOException {
        refusedSomehow(new Multipart().part(head, "%%%").end());
    }

    @Test
    void refusesAFileOfMoreThanFiftyMegabytesWithAllOfItsRequest() throws IOException {
        var user = Api.user();
        var before = sizes();
        var answer = post(user, 50 * MEGABYTE + 1);
        assertEquals(413, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 413);
        assertEquals(before, sizes());
    }

    @Test
    void takesAFileOfFiftyMegabytes() {
        var answer = post(Api.user(), 50 * MEGABYTE);
        assertEquals(200, answer.status(), answer.toString());
    }

    private static RawHttp.Answer post(Api.User user, int size) {
        var head = new Multipart()
                .file("files", "small.txt")
                .raw("--b0und4ry\r\n"
                        + "Content-Disposition: form-data; name=\"files\"; filename=\"large.bin\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .unended();
        var tail = RawHttp.bytes("\r\n--b0und4ry--\r\n");
        return RawHttp.exchange(out -> {
            out.write(RawHttp.bytes("POST /api/v2/events/attachments HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nAuthorization: Bearer " + user.token() + "\r\n"
                    + "Content-Type: multipart/form-data; boundary=b0und4ry\r\n"
                    + "Content-Length: " + (head.length + size + tail.length) + "\r\n\r\n"));
            out.write(head);
            var block = new byte[MEGABYTE];
            for (var left = size; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
            out.write(tail);
        });
    }

    private void refused(int status, byte[] body, String... fields) throws IOException {
        var user = Api.user();
        var before = sizes();
        Refusal.check(upload(user, body), status, fields);
        assertEquals(before, sizes());
    }

    private void refusedAsExtra(byte[] body, String field) throws IOException {
        var user = Api.user();
        var before = sizes();
        Refusal.extra(upload(user, body), field);
        assertEquals(before, sizes());
    }

    private void refusedSomehow(byte[] body) throws IOException {
        var user = Api.user();
        var before = sizes();
        Response answer = upload(user, body);
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals(
                "The request cannot be performed. Usually because of malformed parameter or missing parameter.",
                answer.path("message"));
        assertEquals(before, sizes());
    }

    /// Rows, and files beside them.
    private List<Long> sizes() throws IOException {
        var sizes = new java.util.ArrayList<>(storage.sizes());
        sizes.add(files());
        return sizes;
    }

    private long files() throws IOException {
        var directory = data.resolve("attachments");
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }
}
