package almanac.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What an [UpstreamStub] holds: its calendars and events, in the form that it tells.
final class UpstreamContents {
    private static final AtomicLong NUMBERS = new AtomicLong(100_000_000_000_001L);

    private final Map<String, JsonObject> events = new ConcurrentHashMap<>();
    private final List<JsonObject> calendars = new CopyOnWriteArrayList<>();
    private final AtomicLong tags = new AtomicLong(1_700_000_000_000L);

    /// The calendars, to be changed.
    List<JsonObject> calendars() {
        return calendars;
    }

    /// What an event is known by: its id, and of an occurrence also its `recurrence_id`.
    static String key(String id, String recurrence) {
        return recurrence == null ? id : id + "/" + recurrence;
    }

    /// An event by its key; null where there is none.
    JsonObject event(String id) {
        return events.get(id);
    }

    List<JsonObject> events() {
        return List.copyOf(events.values());
    }

    /// Makes an event of what is given and defaults; answers its key.
    String put(JsonObject given) {
        var id = given.getString("id", Long.toHexString(NUMBERS.incrementAndGet()) + "@there.example");
        var event = new JsonObject()
                .put("id", id)
                .put("entity_id", "3f1c3bd8-0f8b-4a52-9d0c-1f6f9d8e0001")
                .put("type", "normal_event")
                .put("description", "")
                .put("location", "")
                .put("timezone", "Europe/Berlin")
                .put("isallday", false)
                .put("calendar_id", UpstreamStub.CALENDAR)
                .put("creator", UpstreamStub.OWNER)
                .put("organizer", UpstreamStub.OWNER)
                .put("attendees", new JsonArray())
                .put("role", "organizer")
                .put("unheard_of", 1)
                .mergeIn(given)
                .put("edit_tag", nextTag());
        var key = key(id, event.getString("recurrence_id"));
        events.put(key, event);
        return key;
    }

    /// Changes an event, and its tag.
    void change(String id, JsonObject fields) {
        events.computeIfPresent(id, (key, event) -> event.copy().mergeIn(fields).put("edit_tag", nextTag()));
    }

    /// Changes an event and keeps its tag.
    void changeUnderTag(String id, JsonObject fields) {
        events.computeIfPresent(id, (key, event) -> event.copy().mergeIn(fields));
    }

    void remove(String id) {
        events.remove(id);
    }

    private String nextTag() {
        return Long.toString(tags.incrementAndGet());
    }
}
