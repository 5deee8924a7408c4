package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A body with several faults of different kinds, such as an unknown field and a value of another type, is
/// told all of them at once.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class ManyFaultsTest {
    private final Storage storage;

    ManyFaultsTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/v2/events", "PUT /api/v2/events/x"})
    void ofAnEvent(String call) {
        told(
                user(),
                call,
                """
                {"title": "", "start_time": "soon", "end_time": 1, "timezone": "Mars", "calendar_id": "?", "location": 5,
                 "attendees": ["nobody", {"email": "c@d.example", "x": 1}, 5], "type": "party", "unknown": 1,
                 "reminders": [{"type": "fax", "minutes": 1, "y": 1}, {"type": "email", "minutes": -1}],
                 "attachment_ids": [1, "x"], "another": {"title": "T"}}
                """,
                "another",
                "attachment_ids[1]",
                "attendees[0].email",
                "attendees[1].x",
                "attendees[2]",
                "calendar_id",
                "location",
                "reminders[0].type",
                "reminders[0].y",
                "reminders[1].minutes",
                "start_time",
                "timezone",
                "title",
                "type",
                "unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/v2/events", "PUT /api/v2/events/x"})
    void ofAnEventWhoseValuesAllHaveTheirTypes(String call) {
        told(
                user(),
                call,
                "{\"title\": \"\", \"start_time\": 2, \"end_time\": 1, \"timezone\": \"UTC\", \"unknown\": 1,"
                        + " \"calendar_id\": \"?\"}",
                "calendar_id",
                "end_time",
                "title",
                "unknown");
    }

    @Test
    void ofANewEventWithATag() {
        told(
                user(),
                "POST /api/v2/events",
                "{\"title\": 5, \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\", \"edit_tag\": 1, \"id\": 1}",
                "edit_tag",
                "id",
                "title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/v2/calendars", "PUT /api/v2/calendars/1"})
    void ofACalendar(String call) {
        told(
                user(),
                call,
                "{\"name\": \"\", \"color\": \"red\", \"timezone\": 5, \"visibility\": \"maybe\", \"order\": [],"
                        + " \"unknown\": 1}",
                "color",
                "name",
                "order",
                "timezone",
                "unknown",
                "visibility");
    }

    @Test
    void ofANewCalendarWithoutAName() {
        told(user(), "POST /api/v2/calendars", "{\"color\": \"red\", \"unknown\": 1}", "color", "name", "unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"own\"", "5", "null"})
    void ofAShare(String privilege) {
        told(
                user(),
                "PUT /api/v2/calendars/1/shares/a@b.example",
                "{\"privilege\": " + privilege + ", \"unknown\": 1, \"another\": 2}",
                "another",
                "privilege",
                "unknown");
    }

    @Test
    void ofAFeedToken() {
        told(
                user(),
                "POST /api/v2/feed_tokens",
                "{\"expires_in\": \"soon\", \"calendar_ids\": [], \"unknown\": 1, \"another\": 2}",
                "another",
                "calendar_ids",
                "expires_in",
                "unknown");
    }

    @Test
    void ofARemoval() {
        told(
                user(),
                "DELETE /api/v2/events/x",
                "{\"calendar_id\": 5, \"edit_tag\": true, \"unknown\": 1}",
                "calendar_id",
                "edit_tag",
                "unknown");
        told(user(), "DELETE /api/v2/events/x", "{\"unknown\": 1}", "calendar_id", "edit_tag", "unknown");
    }

    @Test
    void ofAnAccount() {
        told(
                Api.admin(),
                "POST /admin/accounts",
                "{\"email\": 5, \"name\": \"\", \"timezone\": \"Mars\", \"zuid\": -1, \"unknown\": true}",
                "email",
                "name",
                "timezone",
                "unknown",
                "zuid");
    }

    @Test
    void ofAToken() {
        told(
                Api.admin(),
                "POST /admin/accounts/1/tokens",
                "{\"scopes\": [\"x\"], \"expires_in\": 0, \"label\": 5, \"unknown\": 1}",
                "expires_in",
                "label",
                "scopes[0]",
                "unknown");
    }

    @Test
    void ofALink() {
        told(
                Api.admin(),
                "PUT /admin/accounts/1/upstream",
                "{\"base_url\": 5, \"client_id\": \"\", \"unknown\": 1}",
                "base_url",
                "client_id",
                "unknown");
    }

    @Test
    void ofValuesAloneUnderTheCodeOfValues() {
        var answer = send(
                user(),
                "POST /api/v2/events",
                "{\"title\": 5, \"start_time\": \"soon\", \"end_time\": 2, \"timezone\": \"UTC\"}");
        Refusal.check(answer, 400, "start_time", "title");
        assertEquals(
                List.of("must be a whole number, or a string of digits", "is not of the type that belongs here"),
                answer.path("errors.message"));
    }

    @Test
    void ofMoreThanAnyoneReads() {
        var items = "{\"type\": \"fax\", \"minutes\": 1},".repeat(1_000);
        var body = "{\"title\": \"T\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\", \"reminders\": ["
                + items.substring(0, items.length() - 1) + "]}";
        var answer = send(user(), "POST /api/v2/events", body);
        assertEquals(400, answer.statusCode());
        assertEquals(50, answer.<List<?>>path("errors").size());
    }

    private static RequestSpecification user() {
        return Api.someone().call();
    }

    private void told(RequestSpecification caller, String call, String body, String... fields) {
        var before = storage.sizes();
        Refusal.extra(send(caller, call, body), fields);
        assertEquals(before, storage.sizes());
    }

    private static Response send(RequestSpecification caller, String call, String body) {
        var space = call.indexOf(' ');
        return caller.contentType(ContentType.JSON)
                .body(body)
                .request(call.substring(0, space), call.substring(space + 1));
    }
}
