package almanac.contract;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OpenApiDocument;
import almanac.testing.OpenApiDocument.Call;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what with a calendar and its event: every call of the document that names one, by every role. A new such
/// call without a row fails.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RoleMatrixTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();

    /// The calls that name a calendar or an event by a secret of their own, or nothing that is somebody's.
    private static final List<String> OTHERS = List.of("/admin/", "/answer/", "/ics/", "/oauth/", "/.well-known/");

    private static final List<String> ROLES =
            List.of("owner", "editor", "viewer", "attendee", "ex-attendee", "ex-share", "stranger");

    /// By the name of the call: the status for each of the roles.
    private static final Map<String, List<String>> ROWS =
            """
            editCalendar       200 403 403 404 404 404 404
            deleteCalendar     204 403 403 404 404 404 404
            importEvents       200 200 403 404 404 404 404
            exportCalendar     200 200 200 404 404 404 404
            shareCalendar      200 403 403 404 404 404 404
            unshareCalendar    204 403 403 404 404 404 404
            createIcsLink      200 200 200 404 404 404 404
            listIcsLinks       200 200 200 404 404 404 404
            deleteIcsLink      204 404 404 404 404 404 404
            getEvent           200 200 200 200 404 404 404
            editEvent          200 200 403 403 404 404 404
            deleteEvent        204 204 403 403 404 404 404
            listOccurrences    200 200 200 200 404 404 404
            exportEvent        200 200 200 200 404 404 404
            answerEvent        403 403 403 200 404 404 404
            downloadAttachment 200 200 200 200 404 404 404
            deleteFeedToken    204 404 404 404 404 404 404
            """.lines().map(line -> line.split(" +")).collect(toMap(parts -> parts[0], RoleMatrixTest::statuses));

    private static List<String> statuses(String[] parts) {
        return Stream.of(parts).skip(1).toList();
    }

    static Stream<Call> calls() {
        return DOCUMENT.calls()
                .filter(call -> call.path().contains("{") && OTHERS.stream().noneMatch(call.path()::startsWith));
    }

    @Test
    void everyCallThatNamesSomethingHasARow() {
        assertEquals(calls().map(Call::id).collect(Collectors.toSet()), ROWS.keySet());
    }

    /// A calendar that is shared, and an event in it with people and a file.
    private record Scene(
            User owner, Map<String, Object> calendar, Map<String, Object> event, String file, User caller) {
        String calendarNumber() {
            return String.valueOf(calendar.get("id"));
        }

        static Scene of(String role) {
            var owner = Api.user();
            var caller = role.equals("owner") ? owner : Api.user();
            var calendar = Api.calendar(owner, "Team");
            switch (role) {
                case "editor" -> share(owner, calendar, caller, "edit");
                case "viewer", "ex-share" -> share(owner, calendar, caller, "view");
                default -> {}
            }
            var file = Api.upload(owner, "cake.txt", "cake");
            var invited = role.endsWith("attendee") ? List.of(caller.email()) : List.of();
            var event = Api.event("Tea", "attendees", invited);
            event.put("calendar_id", calendar.get("calendar_id"));
            event.put("attachment_ids", List.of(file));
            var made = Api.create(owner, event);
            if (role.equals("ex-attendee")) {
                made = Api.edit(owner, made.get("id"), Map.of("attendees", List.of()))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("data[0]");
            }
            if (role.equals("ex-share")) {
                unshare(owner, calendar, caller).then().statusCode(204);
            }
            return new Scene(owner, calendar, made, file, caller);
        }
    }

    private static void share(User owner, Map<String, Object> calendar, User other, String privilege) {
        owner.send(Map.of("privilege", privilege))
                .put("/api/v2/calendars/{id}/shares/{email}", calendar.get("id"), other.email())
                .then()
                .statusCode(200);
    }

    private static Response unshare(User who, Map<String, Object> calendar, User other) {
        return who.call().delete("/api/v2/calendars/{id}/shares/{email}", calendar.get("id"), other.email());
    }

    private static Response call(Call call, Scene scene) {
        var caller = scene.caller();
        var number = scene.calendarNumber();
        var id = scene.event().get("id");
        var calendarId = scene.calendar().get("calendar_id");
        return switch (call.id()) {
            case "editCalendar" -> caller.send(Map.of("name", "Other")).put(call.path(), number);
            case "importEvents" ->
                caller.call()
                        .contentType("text/calendar")
                        .body("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
                        .post(call.path(), number);
            case "shareCalendar" ->
                caller.send(Map.of("privilege", "edit"))
                        .put(call.path(), number, Api.user().email());
            case "unshareCalendar" -> {
                var other = Api.user();
                share(scene.owner(), scene.calendar(), other, "view");
                yield unshare(caller, scene.calendar(), other);
            }
            case "createIcsLink" -> caller.send(Map.of()).post(call.path(), number);
            case "deleteIcsLink" -> {
                String link = scene.owner()
                        .send(Map.of())
                        .post("/api/v2/calendars/{id}/ics_links", number)
                        .path("data.id");
                yield caller.call().delete(call.path(), number, link);
            }
            case "getEvent", "listOccurrences", "exportEvent" ->
                caller.call().queryParam("calendar_id", calendarId).get(call.path(), id);
            case "editEvent" -> Api.edit(caller, id, Map.of());
            case "deleteEvent" ->
                caller.call()
                        .queryParam("calendar_id", calendarId)
                        .queryParam("edit_tag", scene.event().get("edit_tag"))
                        .delete(call.path(), id);
            case "answerEvent" -> Api.answer(caller, id, "accepted");
            case "downloadAttachment" -> caller.call().get(call.path(), scene.file());
            case "deleteFeedToken" -> {
                String token =
                        scene.owner().send(Map.of()).post("/api/v2/feed_tokens").path("data.id");
                yield caller.call().delete(call.path(), token);
            }
            default -> caller.call().request(call.method(), call.path(), number);
        };
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aRoleMayDoWhatItsRowSays(Call call) {
        var told = ROLES.stream()
                .map(role -> Integer.toString(call(call, Scene.of(role)).statusCode()))
                .toList();
        assertEquals(ROWS.get(call.id()), told, ROLES::toString);
    }
}
