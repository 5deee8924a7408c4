package almanac.oracle;

import almanac.testing.SseClient.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A list as a client keeps it from the messages of a live view (docs/change-feed.md, 2.1, 2.2 and 3.1).
///
/// Messages without an `id:` are kept back until one with an `id:` comes: those belong together, and a client that is
/// cut off in the middle gets them all again. What does not fit is held against the service once the stream is
/// `ready`:
/// after a `reset` the client has dropped all that came before.
public final class ListState {
    private final Map<String, JsonNode> items;
    private final List<Message> pending = new ArrayList<>();
    private String cursor;
    private int sinceOpened;
    private boolean isReady;
    private Optional<Fault> held = Optional.empty();

    public ListState() {
        this(Map.of(), "");
    }

    private ListState(Map<String, JsonNode> items, String cursor) {
        this.items = new TreeMap<>(items);
        this.cursor = cursor;
    }

    public ListState copy() {
        return new ListState(items, cursor);
    }

    /// What is in the list, by names.
    public Map<String, JsonNode> items() {
        return items;
    }

    /// Where the client goes on from; empty for nowhere yet.
    public String cursor() {
        return cursor;
    }

    /// A stream was opened: what was not whole is sent again.
    public void opened() {
        pending.clear();
        sinceOpened = 0;
        isReady = false;
        held = Optional.empty();
    }

    /// Takes a message.
    ///
    /// @throws Fault for one that does not fit what was sent before
    public void take(Message message) {
        if (message.name().equals("reconnect")) {
            return;
        }
        pending.add(message);
        if (!message.id().isEmpty()) {
            pending.forEach(this::applyOrHold);
            pending.clear();
            cursor = message.id();
        }
    }

    private void applyOrHold(Message message) {
        try {
            apply(message);
        } catch (Fault fault) {
            if (isReady) {
                throw fault;
            }
            held = held.or(() -> Optional.of(fault));
        }
        isReady = isReady || message.name().equals("ready");
        if (isReady && held.isPresent()) {
            throw held.get();
        }
    }

    private void apply(Message message) {
        var data = Http.parse(message.data());
        sinceOpened++;
        switch (message.name()) {
            case "snapshot" -> enter(data, message);
            case "enter" -> enter(data.get("item"), message);
            case "update" -> update(data, message);
            case "leave" -> Fault.unless(items.remove(Items.key(data)) != null, "unknown leaves", message);
            case "reset" -> {
                items.clear();
                held = Optional.empty();
                sinceOpened = 0;
            }
            case "ready" ->
                Fault.unless(data.get("count").asInt() == sinceOpened - 1, "counted: " + (sinceOpened - 1), message);
            default -> throw new Fault("unknown message: " + message);
        }
    }

    private void enter(JsonNode item, Message message) {
        Fault.unless(items.put(Items.key(item), item) == null, "known enters", message);
    }

    private void update(JsonNode data, Message message) {
        var item = data.get("item");
        var before = items.put(Items.key(item), item);
        Fault.unless(before != null, "unknown is updated", message);
        if (before != null && item.has("edit_tag")) {
            var known = before.get("edit_tag").asLong();
            Fault.unless(data.path("old_edit_tag").asLong(known) == known, "known: " + known, message);
            // An exception of a series changes its JSON, and not its tag (docs/recurrence.md, 3.8).
            var isSeries = item.at("/recurrence/kind").asText().equals("series");
            Fault.unless(
                    item.get("edit_tag").asLong() >= (isSeries ? known : known + 1), "no newer than " + known, message);
        }
    }
}
