package almanac.testing;

import static almanac.testing.Api.TEN;

import almanac.testing.Api.User;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Series and their occurrences, as tests make and name them.
public final class Repeating {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private Repeating() {}

    /// The recurrence id of an occurrence that starts at a moment, in epoch ms.
    public static String id(long start) {
        return ID.format(Instant.ofEpochMilli(start));
    }

    /// The moment of a wall-clock time in Berlin, in epoch ms.
    public static long berlin(String local) {
        return LocalDateTime.parse(local)
                .atZone(ZoneId.of("Europe/Berlin"))
                .toInstant()
                .toEpochMilli();
    }

    /// Makes a series that begins at [Api#TEN].
    public static Map<String, Object> create(User user, String title, String rule) {
        return Api.create(user, Api.event(title, "recurrence_rule", rule));
    }

    /// The items of a list, in their order.
    public static List<Map<String, Object>> list(User user, long from, long to) {
        return user.call()
                .queryParams("from", from, "to", to)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    /// The items from the day of [Api#TEN], 31 days.
    public static List<Map<String, Object>> month(User user) {
        return list(user, TEN, TEN + 31 * Api.DAY);
    }

    /// What GET answers for an occurrence.
    public static Response read(User user, Map<String, Object> series, @Nullable String recurrenceId) {
        var request = user.call().queryParam("calendar_id", series.get("calendar_id"));
        if (recurrenceId != null) {
            request.queryParam("recurrence_id", recurrenceId);
        }
        return request.get("/api/v2/events/{id}", series.get("id"));
    }

    /// An item as GET answers it.
    public static Map<String, Object> item(User user, Map<String, Object> series, @Nullable String recurrenceId) {
        return read(user, series, recurrenceId).then().statusCode(200).extract().path("data[0]");
    }

    /// The body of a PUT with the required fields of an item.
    ///
    /// @param more names and values
    public static Map<String, Object> body(Map<String, Object> item, Object... more) {
        var body = new HashMap<String, Object>();
        for (var field : List.of("title", "start_time", "end_time", "timezone", "edit_tag")) {
            body.put(field, item.get(field));
        }
        for (int at = 0; at < more.length; at += 2) {
            body.put((String) more[at], more[at + 1]);
        }
        return body;
    }

    /// What PUT answers.
    public static Response put(User user, Map<String, Object> item, Object... more) {
        return user.send(body(item, more)).put("/api/v2/events/{id}", item.get("id"));
    }

    /// An edit that is done.
    public static Map<String, Object> edit(User user, Map<String, Object> item, Object... more) {
        return put(user, item, more).then().statusCode(200).extract().path("data[0]");
    }

    /// What DELETE answers.
    public static Response delete(
            User user, Map<String, Object> item, @Nullable String recurrenceId, @Nullable String scope) {
        var request = user.call().queryParams("calendar_id", item.get("calendar_id"), "edit_tag", item.get("edit_tag"));
        if (recurrenceId != null) {
            request.queryParam("recurrence_id", recurrenceId);
        }
        if (scope != null) {
            request.queryParam("recurrence_edittype", scope);
        }
        return request.delete("/api/v2/events/{id}", item.get("id"));
    }

    /// What an answer for one occurrence is answered.
    public static Response answer(User guest, Map<String, Object> series, String recurrenceId, String status) {
        return guest.call()
                .queryParam("recurrence_id", recurrenceId)
                .put("/api/v2/events/{id}/statuses/{status}", series.get("id"), status);
    }

    /// The starts of items.
    public static List<Long> starts(List<Map<String, Object>> items) {
        return items.stream()
                .map(item -> ((Number) item.get("start_time")).longValue())
                .toList();
    }
}
