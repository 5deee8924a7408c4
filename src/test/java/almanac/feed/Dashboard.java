package almanac.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.oracle.Items;
import almanac.oracle.ListState;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What somebody with a dashboard does: they watch their lists, and write.
///
/// @param service where
/// @param user who
record Dashboard(URI service, User user) {
    static final String EVENTS = "/api/v2/events";
    static final String CALENDARS = "/api/v2/calendars";
    static final String LOG = "/api/v2/changes";

    /// A new user's.
    static Dashboard at(URI service) {
        return new Dashboard(service, Api.user());
    }

    /// Opens a stream, from scratch.
    SseClient open(String path) {
        return SseClient.open(service, path, user.token());
    }

    /// Opens a stream and leaves out its snapshot.
    SseClient live(String path) {
        var stream = open(path);
        stream.until("ready");
        return stream;
    }

    /// Goes on from a cursor.
    SseClient resume(String path, String cursor) {
        return SseClient.resume(service, path, user.token(), cursor);
    }

    /// The cursor of now.
    String cursor(String path) {
        try (var stream = live(path)) {
            return stream.lastId();
        }
    }

    Map<String, Object> create(String title) {
        return Api.create(user, Api.event(title));
    }

    Map<String, Object> create(String title, long start, long end) {
        return Api.create(user, lasting(Api.event(title), start, end));
    }

    Map<String, Object> createFor(String title, User guest) {
        var event = Api.event(title);
        event.put("attendees", List.of(guest.email()));
        return Api.create(user, event);
    }

    /// Edits an event: a member that is given replaces the one it had.
    Response edit(Map<String, Object> event, Map<String, Object> members) {
        var answer = tryEdit(event, members);
        answer.then().statusCode(200);
        return answer;
    }

    /// Edits an event, if it can be done.
    Response tryEdit(Map<String, Object> event, Map<String, Object> members) {
        var body = new LinkedHashMap<>(Api.event((String) event.get("title")));
        body.put("start_time", event.get("start_time"));
        body.put("end_time", event.get("end_time"));
        body.put("calendar_id", event.get("calendar_id"));
        body.put("edit_tag", event.get("edit_tag"));
        body.putAll(members);
        return user.call().contentType(ContentType.JSON).body(body).put("/api/v2/events/{id}", event.get("id"));
    }

    /// Makes an event, if it can be done.
    Response tryCreate(String title) {
        return user.call().contentType(ContentType.JSON).body(Api.event(title)).post(EVENTS);
    }

    void delete(Map<String, Object> event) {
        tryDelete(event).then().statusCode(204);
    }

    /// Deletes an event, if it can be done.
    Response tryDelete(Map<String, Object> event) {
        return user.call()
                .contentType(ContentType.JSON)
                .body(Map.of("calendar_id", event.get("calendar_id"), "edit_tag", event.get("edit_tag")))
                .delete("/api/v2/events/{id}", event.get("id"));
    }

    void answer(Map<String, Object> event, String status) {
        user.call()
                .put("/api/v2/events/{id}/statuses/{status}", event.get("id"), status)
                .then()
                .statusCode(200);
    }

    void share(User with) {
        share(user.calendarId(), with);
    }

    void share(String calendar, User with) {
        tryShare(calendar, with).then().statusCode(200);
    }

    /// Shares the default calendar, if it can be done.
    Response tryShare(User with) {
        return tryShare(user.calendarId(), with);
    }

    private Response tryShare(String calendar, User with) {
        return user.call()
                .contentType(ContentType.JSON)
                .body(Map.of("privilege", "view"))
                .put("/api/v2/calendars/{id}/shares/{email}", calendar, with.email());
    }

    void unshare(User with) {
        user.call()
                .delete("/api/v2/calendars/{id}/shares/{email}", user.calendarId(), with.email())
                .then()
                .statusCode(204);
    }

    void show(String calendar, boolean visible) {
        user.call()
                .contentType(ContentType.JSON)
                .body(Map.of("visibility", visible))
                .put("/api/v2/calendars/{id}", calendar)
                .then()
                .statusCode(200);
    }

    /// Makes a calendar; answers its `calendar_id`.
    String makeCalendar(String name) {
        return user.call()
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .post(CALENDARS)
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].calendar_id");
    }

    /// The default calendar, as the list has it.
    Map<String, Object> calendar() {
        return Api.calendarOf(user, user.calendarNumber());
    }

    JsonPath get(String path) {
        return user.call().get(path).then().statusCode(200).extract().jsonPath();
    }

    static Map<String, Object> lasting(Map<String, Object> event, long start, long end) {
        event.put("start_time", start);
        event.put("end_time", end);
        return event;
    }

    /// The id of what a message is about.
    static String id(Message message) {
        var data = JsonPath.from(message.data());
        var item = data.<Map<String, Object>>get("item");
        return item == null ? data.getString("id") : (String) item.get("id");
    }

    /// Follows a list while something is done, and then goes on once more from each cursor on the way: all come to
    /// the
    /// list as it is.
    ///
    /// @param clock the moment of a last event in the list
    void follows(String path, Clock clock, Runnable edits) {
        var state = new ListState();
        var states = new ArrayList<ListState>();
        try (var stream = open(path)) {
            stream.until("ready").forEach(message -> taken(message, state, states));
            edits.run();
            var now = clock.millis();
            var sign = create("Sign: retro, stand", now, now + Api.MINUTE).get("id");
            while (!state.items().containsKey(sign)) {
                taken(stream.next(), state, states);
            }
        }
        var list = Items.ofAnswer(user.call().get(path).asString());
        assertEquals(list, state.items());
        for (var then : states) {
            var from = then.cursor();
            then.opened();
            try (var stream = resume(path, from)) {
                stream.until("ready").forEach(then::take);
            }
            assertEquals(list, then.items(), from);
        }
    }

    private static void taken(Message message, ListState state, List<ListState> states) {
        state.take(message);
        if (!message.id().isEmpty()) {
            states.add(state.copy());
        }
    }

    static List<String> ids(List<Message> messages) {
        return messages.stream()
                .filter(message -> !message.name().equals("ready"))
                .map(Dashboard::id)
                .toList();
    }
}
