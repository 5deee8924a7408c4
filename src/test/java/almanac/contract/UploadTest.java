package almanac.contract;

import static almanac.testing.Api.create;
import static almanac.testing.Api.edit;
import static almanac.testing.Api.event;
import static almanac.testing.Api.upload;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// POST /events/attachments (contract, section 8), and the way of an upload into events and out to
/// readers.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class UploadTest {
    @Test
    void answersTheFieldsOfTheContract() {
        var user = Api.user();
        var answer = user.call()
                .multiPart("files", "a.png", new byte[] {1, 2, 3}, "image/png")
                .multiPart("file", "b.txt", "hello".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/json"))
                .body("keySet()", equalTo(java.util.Set.of("attachments")))
                .extract();
        List<Map<String, Object>> files = answer.path("attachments");
        assertEquals(
                List.of(
                        file(files.getFirst(), "a.png", 3, "image/png"),
                        file(files.getLast(), "b.txt", 5, "text/plain")),
                files);
        assertTrue(
                Long.parseLong((String) files.getFirst().get("fileId")) < 1L << 53, "JavaScript reads it as a number");
    }

    @Test
    void takesTenFiles() {
        var request = Api.user().call();
        for (var number = 0; number < 10; number++) {
            request.multiPart("files", number + ".txt", new byte[] {(byte) number}, "text/plain");
        }
        request.post("/api/v2/events/attachments").then().statusCode(200).body("attachments", hasSize(10));
    }

    @Test
    void takesAnEmptyFile() {
        upload(Api.user(), "empty.txt", "");
    }

    @Test
    void keepsTheBytesAsTheyAre() {
        var user = Api.user();
        var bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);
        String id = user.call()
                .multiPart("files", "random.bin", bytes, "application/octet-stream")
                .post("/api/v2/events/attachments")
                .path("attachments[0].fileId");
        assertArrayEquals(
                bytes, download(user, id).then().statusCode(200).extract().asByteArray());
    }

    @Test
    void takesUploadsIntoAnEventByNumberAndByText() {
        var user = Api.user();
        var first = upload(user, "first.txt", "1");
        var second = upload(user, "second.txt", "22");
        var made = create(user, event("Tea", "attachment_ids", List.of(second, Long.parseLong(first), second)));
        assertEquals(List.of(fileOf(second, "second.txt", 2), fileOf(first, "first.txt", 1)), made.get("attachments"));
    }

    @Test
    void replacesWhatIsAttachedUnderEitherName() {
        var user = Api.user();
        var first = upload(user, "first.txt", "1");
        var second = upload(user, "second.txt", "22");
        var made = create(user, event("Tea", "attachment_ids", List.of(first)));
        edit(user, made.get("id"), Map.of("attachments", List.of(Map.of("id", second))))
                .then()
                .statusCode(200)
                .body("data[0].attachments.fileId", contains(second));
        edit(user, made.get("id"), Map.of("attachment_ids", List.of(first, second)))
                .then()
                .statusCode(200)
                .body("data[0].attachments.fileId", contains(first, second));
        edit(user, made.get("id"), Map.of("title", "Kept"))
                .then()
                .body("data[0].attachments.fileId", contains(first, second));
    }

    @Test
    void attachesToACreatedEventUnderEitherName() {
        var user = Api.user();
        var file = upload(user, "first.txt", "1");
        var made = create(user, event("Tea", "attachments", List.of(Map.of("id", Long.parseLong(file)))));
        assertEquals(List.of(fileOf(file, "first.txt", 1)), made.get("attachments"));
    }

    @Test
    void refusesUploadsOfOthersAndUnknownOnes() {
        var user = Api.user();
        var foreign = upload(Api.user(), "foreign.txt", "f");
        var made = create(user, event("Tea"));
        for (var id : List.of(foreign, "1", "-5")) {
            var body = event("Tea", "attachment_ids", List.of(id));
            Refusal.check(user.send(body).post("/api/v2/events"), 400, "attachment_ids");
            Refusal.check(edit(user, made.get("id"), Map.of("attachment_ids", List.of(id))), 400, "attachment_ids");
        }
        assertEquals(made, Api.read(user, made));
        user.call().get("/api/v2/events").then().body("data", hasSize(1));
    }

    @Test
    void letsAnotherEditorKeepWhatIsAttached() {
        var owner = Api.user();
        var editor = Api.user();
        Api.share(owner, editor, "edit");
        var file = upload(owner, "plan.txt", "plan");
        var made = create(owner, event("Tea", "attachment_ids", List.of(file)));
        var own = upload(editor, "more.txt", "more");
        edit(editor, made.get("id"), Map.of("attachment_ids", List.of(own, file)))
                .then()
                .statusCode(200)
                .body("data[0].attachments.fileId", contains(own, file));
    }

    @Test
    void sendsAFileAsADownloadThatNoBrowserOpens() {
        var user = Api.user();
        String id = user.call()
                .multiPart(
                        "files", "page.html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8), "text/html")
                .post("/api/v2/events/attachments")
                .path("attachments[0].fileId");
        download(user, id)
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename=\"page.html\"; filename*=UTF-8''page.html")
                .body(equalTo("<script>alert(1)</script>"));
    }

    @Test
    void sendsAFileToWhoeverSeesAnEventThatHasIt() {
        var host = Api.user();
        var guest = Api.user();
        var viewer = Api.user();
        var stranger = Api.user();
        var file = upload(host, "plan.txt", "plan");
        Api.share(host, viewer, "view");
        Refusal.check(download(guest, file), 404);
        Refusal.check(download(viewer, file), 404);
        var body = event("Tea", "attachment_ids", List.of(file));
        body.put("attendees", List.of(guest.email()));
        var made = create(host, body);
        for (var reader : List.of(host, guest, viewer)) {
            download(reader, file).then().statusCode(200).body(equalTo("plan"));
        }
        Refusal.check(download(stranger, file), 404);
        edit(host, made.get("id"), Map.of("attachment_ids", List.of())).then().statusCode(200);
        Refusal.check(download(guest, file), 404);
        download(host, file).then().statusCode(200);
    }

    @Test
    void answersAbsentForFilesThatAreNotThere() {
        var user = Api.user();
        for (var id : List.of("1", "-1", "18446744073709551615", "99999999999999999999", "x", "%00")) {
            Refusal.check(user.call().urlEncodingEnabled(false).get("/api/v2/events/attachments/" + id), 404);
        }
    }

    private static Response download(Api.User user, String id) {
        return user.call().get("/api/v2/events/attachments/{id}", id);
    }

    private static Map<String, Object> fileOf(String id, String name, int size) {
        return file(Map.of("fileId", id), name, size, "text/plain");
    }

    private static Map<String, Object> file(Map<String, Object> like, String name, int size, String type) {
        return Map.of(
                "fileId",
                like.get("fileId"),
                "fileName",
                name,
                "size",
                size,
                "contentType",
                type,
                "preview",
                type.equals("image/png"),
                "url",
                "/api/v2/events/attachments/" + like.get("fileId"));
    }
}
