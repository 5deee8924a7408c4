package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are no JSON, or not the JSON that belongs there: 400, told by field, and nothing is
/// changed.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadBodyTest {
    private static final String GOOD = "\"title\": \"T\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\"";

    private final Storage storage;

    BadBodyTest(Storage storage) {
        this.storage = storage;
    }

    static Stream<String> notJson() {
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "5",
                "true",
                "\"text\"",
                "{",
                "}",
                "nonsense",
                "{\"title\"",
                "{\"title\": \"T",
                "{" + GOOD,
                "{" + GOOD + ",}",
                "{" + GOOD + "} {}",
                "{" + GOOD + "} x",
                "{'title': 'T'}",
                "{title: 1}",
                "{" + GOOD + "/* comment */}",
                "{" + GOOD + ", \"location\": \"line\nbreak\"}",
                "{" + GOOD + ", \"location\": \"\\x\"}",
                "{" + GOOD + ", \"location\": \"\\ud83\"}",
                "{" + GOOD + ", \"location\": NaN}",
                "{" + GOOD + ", \"location\": +1}",
                "{" + GOOD + ", \"location\": 01}",
                "{" + GOOD + ", \"title\": \"twice\"}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesWhatIsNotUtf8(String charset) {
        for (var call : List.of("POST /api/v2/events", "PUT /api/v2/events/x")) {
            assertEquals(List.of("body"), refused(call, ("{" + GOOD + "}").getBytes(Charset.forName(charset))), call);
        }
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void refusesWhatIsNoJsonObject(String body) {
        for (var call : List.of("POST /api/v2/events", "PUT /api/v2/events/x")) {
            var named = refused(call, body.getBytes(StandardCharsets.UTF_8));
            assertEquals(1, named.size(), call);
            assertTrue(List.of("body", "title", "location", "a").contains(named.getFirst()), call + " named " + named);
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        refused(
                "POST /api/v2/events",
                ("{" + GOOD + ", \"location\": \"\u00ff\"}").getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v2/events",
                "PUT /api/v2/events/x",
                "POST /api/v2/calendars",
                "PUT /api/v2/calendars/1",
                "PUT /api/v2/calendars/1/shares/a@b"
            })
    void needsABody(String call) {
        var user = Api.someone();
        var before = storage.sizes();
        var answer = user.call().contentType(ContentType.JSON).request(method(call), path(call));
        Refusal.check(answer, 400, "body");
        assertEquals(before, storage.sizes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "5", "{\"calendar_id\": 5, \"edit_tag\": 5}", "{\"edit_tag\": true}", "{} {}"})
    void refusesABadBodyOfADelete(String body) {
        refused("DELETE /api/v2/events/x", body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "start", "Title", "title ", "$ref", "\u00e9", "x.y", "__proto__"})
    void refusesUnknownFieldsByTheirNames(String name) {
        var user = Api.someone();
        var before = storage.sizes();
        var body = Api.event("Tea", name, 1);
        Refusal.extra(user.send(body).post("/api/v2/events"), name);
        Refusal.extra(user.send(body).put("/api/v2/events/x"), name);
        Refusal.extra(user.send(Map.of("name", "N", "x" + name, 1)).post("/api/v2/calendars"), "x" + name);
        Refusal.extra(
                user.send(Map.of("calendar_id", "1", "edit_tag", 1, "x" + name, 1))
                        .delete("/api/v2/events/x"),
                "x" + name);
        assertEquals(before, storage.sizes());
    }

    @Test
    void refusesUnknownFieldsWithin() {
        var user = Api.someone();
        Refusal.extra(
                user.send(Api.event("Tea", "attendees", List.of("a@b", Map.of("email", "c@d", "x", 1))))
                        .post("/api/v2/events"),
                "attendees[1].x");
        Refusal.extra(
                user.send(Api.event("Tea", "reminders", List.of(Map.of("type", "email", "minutes", 1, "x", 1))))
                        .post("/api/v2/events"),
                "reminders[0].x");
        Refusal.extra(
                user.send(Api.event("Tea", "attachments", List.of(Map.of("id", 1, "x", 1))))
                        .post("/api/v2/events"),
                "attachments[0].x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\u0000", "a\\ud83dz"})
    void refusesNamesThatCannotBeSentBack(String name) {
        var body = "{" + GOOD + ", \"" + name + "\": 1}";
        var user = Api.someone();
        var answer = user.send(body).post("/api/v2/events");
        assertEquals(400, answer.statusCode(), answer.asString());
        assertTrue(List.of("extra_param_found", "bad_request").contains(answer.<String>path("code")));
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        var answer = Api.someone().send(Map.of("timezone", "Mars")).post("/api/v2/events");
        Refusal.check(answer, 400, "end_time", "start_time", "timezone", "title");
        assertEquals(
                List.of(
                        "is required",
                        "is required",
                        "must be a time zone of the IANA database, such as Europe/Berlin",
                        "is required"),
                answer.path("errors.message"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"entity_id", "isallday", "is_big_chat_event", "creator", "organizer", "meeting_link", "role"})
    void takesNullForWhatANewEventCannotHave(String field) {
        var body =
                "{" + GOOD + ", \"" + field + "\": null, \"attendees\": [{\"email\": \"a@b.example\", \"id\": null}]}";
        Api.someone().send(body).post("/api/v2/events").then().statusCode(200);
    }

    @Test
    void refusesAnUnknownFieldThatIsNull() {
        var answer = Api.someone().send("{" + GOOD + ", \"unknown\": null}").post("/api/v2/events");
        Refusal.extra(answer, "unknown");
    }

    @Test
    void refusesATagInANewEvent() {
        Refusal.extra(Api.someone().send(Api.event("Tea", "edit_tag", "1")).post("/api/v2/events"), "edit_tag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/octet-stream"})
    void refusesOtherMediaTypes(String type) {
        var user = Api.someone();
        var before = storage.sizes();
        for (var call : List.of(
                "POST /api/v2/events", "PUT /api/v2/events/x", "POST /api/v2/calendars", "PUT /api/v2/calendars/1")) {
            var answer = user.call()
                    .header("Content-Type", type)
                    .body(("{" + GOOD + "}").getBytes(StandardCharsets.UTF_8))
                    .request(method(call), path(call));
            Refusal.check(answer, 415);
        }
        Refusal.check(user.send("{}").post("/api/v2/events/attachments"), 415);
        assertEquals(before, storage.sizes());
    }

    private List<String> refused(String call, byte[] body) {
        var user = Api.someone();
        var before = storage.sizes();
        Response answer = user.call()
                .header("Content-Type", "application/json")
                .body(body)
                .request(method(call), path(call));
        assertEquals(400, answer.statusCode(), answer.asString());
        var problem = Refusal.checkBody(answer.contentType(), answer.asString(), 400);
        assertEquals(before, storage.sizes());
        return problem.getList("errors.field");
    }

    private static String method(String call) {
        return call.substring(0, call.indexOf(' '));
    }

    private static String path(String call) {
        return call.substring(call.indexOf(' ') + 1);
    }
}
