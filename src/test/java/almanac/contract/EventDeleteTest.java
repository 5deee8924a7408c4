package almanac.contract;

import static almanac.testing.Api.create;
import static almanac.testing.Api.event;
import static org.hamcrest.Matchers.emptyString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import almanac.testing.Workload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// DELETE /events/{id} (contract, section 6).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventDeleteTest {
    private final Storage storage;

    @TestHTTPResource("/")
    URI service;

    EventDeleteTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void removesTheEventThatTheBodyNames() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var body = Map.of("calendar_id", user.calendarId(), "edit_tag", made.get("edit_tag"));
        user.send(body)
                .delete("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(204)
                .body(emptyString());
        isGone(user, made);
    }

    @Test
    void removesTheEventThatTheQueryNames() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        byQuery(user, made, user.calendarNumber(), made.get("edit_tag"))
                .then()
                .statusCode(204)
                .body(emptyString());
        isGone(user, made);
    }

    @Test
    void takesOneFromTheBodyAndTheOtherFromTheQuery() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        user.send(Map.of("edit_tag", Long.parseLong((String) made.get("edit_tag"))))
                .queryParam("calendar_id", user.calendarId())
                .delete("/api/v2/events/{id}", made.get("id"))
                .then()
                .statusCode(204);
        isGone(user, made);
    }

    @Test
    void needsTheCalendarAndTheTag() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var id = made.get("id");
        Refusal.check(user.call().delete("/api/v2/events/{id}", id), 400, "calendar_id", "edit_tag");
        Refusal.check(user.send(Map.of()).delete("/api/v2/events/{id}", id), 400, "calendar_id", "edit_tag");
        Refusal.check(byQuery(user, made, "", made.get("edit_tag")), 400, "calendar_id");
        var withoutTag = Map.of("calendar_id", user.calendarId());
        Refusal.check(user.send(withoutTag).delete("/api/v2/events/{id}", id), 400, "edit_tag");
        isThere(user, made);
    }

    @Test
    void removesNothingFromAnotherCalendar() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var other = Api.calendar(user, "Other").get("id");
        Refusal.check(byQuery(user, made, other, made.get("edit_tag")), 404);
        Refusal.check(byQuery(user, made, Api.user().calendarId(), made.get("edit_tag")), 404);
        isThere(user, made);
    }

    @Test
    void letsOnlyThoseRemoveWhoMayWrite() {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email())));
        Refusal.check(byQuery(guest, made, host.calendarId(), made.get("edit_tag")), 403);
        Refusal.check(byQuery(Api.user(), made, host.calendarId(), made.get("edit_tag")), 404);
        isThere(host, made);
    }

    @Test
    void answersAbsentTheSecondTime() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        byQuery(user, made, user.calendarId(), made.get("edit_tag")).then().statusCode(204);
        Refusal.check(byQuery(user, made, user.calendarId(), made.get("edit_tag")), 404);
        assertEquals(List.of("created", "deleted"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void refusesAHeaderThatIsStale() {
        var user = Api.user();
        var made = create(user, event("Tea"));
        var answer = user.call()
                .header("If-Match", "\"1\"")
                .queryParams("calendar_id", user.calendarId(), "edit_tag", made.get("edit_tag"))
                .delete("/api/v2/events/{id}", made.get("id"));
        Refusal.check(answer, 412, "edit_tag");
        isThere(user, made);
    }

    @Test
    void manyAtOnceEachEnd() {
        var swarm = Swarm.at(service);
        var users = IntStream.range(0, 16).mapToObj(number -> Api.user()).toList();
        for (var round = 0; round < 12; round++) {
            var made = together(swarm, users, user -> swarm.post("/api/v2/events", user.token(), Workload.EVENT));
            var events = new HashMap<Api.User, JsonPath>();
            for (var number = 0; number < users.size(); number++) {
                assertEquals(200, made.get(number).status());
                events.put(users.get(number), JsonPath.from(made.get(number).body()));
            }
            var answers = together(swarm, users, user -> deletion(swarm, user, events.get(user)));
            assertEquals(
                    List.of(204),
                    answers.stream().map(Answer::status).distinct().toList());
        }
    }

    private static List<Answer> together(Swarm swarm, List<Api.User> users, Function<Api.User, HttpRequest> request) {
        return swarm.together(users.stream().map(request).toList());
    }

    private static HttpRequest deletion(Swarm swarm, Api.User user, JsonPath event) {
        var query = "?calendar_id=" + user.calendarNumber() + "&edit_tag=" + event.getString("data[0].edit_tag");
        return swarm.request("/api/v2/events/" + event.getString("data[0].id") + query, user.token())
                .DELETE()
                .build();
    }

    private void isGone(Api.User user, Map<String, Object> event) {
        Refusal.check(Api.read(user, event.get("id"), user.calendarId()), 404);
        var last = storage.changesOf(event.get("id"));
        assertEquals(List.of("created", "deleted"), storage.reasonsOf(event.get("id")));
        assertEquals(event.get("edit_tag"), Long.toString(last.getLast().oldTag()));
    }

    private void isThere(Api.User user, Map<String, Object> event) {
        assertEquals(event, Api.read(user, event));
        assertEquals(List.of("created"), storage.reasonsOf(event.get("id")));
    }

    private static Response byQuery(Api.User user, Map<String, Object> event, Object calendar, Object tag) {
        return user.call()
                .queryParams("calendar_id", calendar, "edit_tag", tag)
                .delete("/api/v2/events/{id}", event.get("id"));
    }
}
