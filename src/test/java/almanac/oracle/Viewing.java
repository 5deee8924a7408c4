package almanac.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.SseClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Somebody who watches the list of events and the log while others write.
final class Viewing implements AutoCloseable {
    private static final String EVENTS = "/api/v2/events";
    private static final String LOG = "/api/v2/changes";

    private final URI service;
    private final User user;
    private final ListState state = new ListState();
    private final ListState then;
    private final SseClient list;
    private final SseClient log;
    private final List<JsonNode> changes = new ArrayList<>();
    private Map<String, JsonNode> now = Map.of();

    private Viewing(URI service, User user) {
        this.service = service;
        this.user = user;
        this.list = SseClient.open(service, EVENTS, user.token());
        list.until("ready").forEach(state::take);
        this.log = SseClient.open(service, LOG, user.token());
        log.until("ready");
        this.then = state.copy();
    }

    /// Begins to watch.
    static Viewing of(URI service, User user) {
        return new Viewing(service, user);
    }

    /// Takes everything that was written until now, lists, and goes on once more from before it.
    void catchUp() {
        var last = Api.event("Last");
        var id = SharedCalendar.ok(Http.send(service, "POST", EVENTS, user.token(), last))
                .at("/data/0/id")
                .asText();
        while (shown(state.items(), id).isEmpty()) {
            state.take(list.next());
        }
        while (changes.isEmpty() || !changes.getLast().get("id").asText().equals(id)) {
            changes.add(Http.parse(log.next("change").data()));
        }
        now = list();
        then.opened();
        try (var stream = SseClient.resume(service, EVENTS, user.token(), then.cursor())) {
            stream.until("ready").forEach(then::take);
        }
    }

    /// The list, the view and the view that went on from before everything say the same of an event.
    void isShownTheSame(String event) {
        assertEquals(shown(now, event), shown(state.items(), event), () -> "live view of " + user.name());
        assertEquals(shown(now, event), shown(then.items(), event), () -> "resumed view of " + user.name());
    }

    /// The event among items, or its occurrences.
    private static Map<String, JsonNode> shown(Map<String, JsonNode> items, String event) {
        var shown = new TreeMap<>(items);
        shown.values().removeIf(item -> !item.get("id").asText().equals(event));
        return shown;
    }

    private Map<String, JsonNode> list() {
        var items = new TreeMap<String, JsonNode>();
        SharedCalendar.ok(Http.get(service, EVENTS, user.token()))
                .get("data")
                .forEach(item -> items.put(Items.key(item), item));
        return items;
    }

    /// How often the log has told of an event.
    long told(String event) {
        return changes.stream()
                .filter(change -> change.get("id").asText().equals(event))
                .count();
    }

    /// After the log has said that a calendar is gone, it shows nothing of an event in it, unless it invites the
    /// viewer.
    void isNotShownWhatIsGone(String event) {
        var gone = new ArrayList<String>();
        for (var change : changes) {
            var calendar = change.get("calendar_id").asText();
            if (change.get("type").asText().equals("calendar")) {
                gone.remove(calendar);
                if (!change.get("item").isObject()) {
                    gone.add(calendar);
                }
            } else if (change.get("id").asText().equals(event) && !isInvited(change.get("item"))) {
                assertFalse(
                        change.get("item").isObject() && gone.contains(calendar),
                        () -> "shown after its calendar was gone: " + change);
            }
        }
    }

    private boolean isInvited(JsonNode item) {
        return item.path("attendees").findValuesAsText("email").contains(user.email());
    }

    @Override
    public void close() {
        list.close();
        log.close();
    }
}
