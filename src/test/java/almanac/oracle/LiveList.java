package almanac.oracle;

import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A live view, followed. Now and then it is remembered as it is, to be resumed from there at the next check.
final class LiveList extends Follower {
    private static final int REMEMBERED = 25;

    private final String path;
    private final Predicate<Message> loses;
    private final ListState state = new ListState();
    private Optional<ListState> memory = Optional.empty();

    /// @param loses which messages the client loses on their way, though it must not
    LiveList(Account account, String name, String path, Predicate<Message> loses, Nodes nodes, long seed) {
        super(account, name, nodes, seed);
        this.path = path;
        this.loses = loses;
    }

    @Override
    String path() {
        return path;
    }

    @Override
    String cursor() {
        return state.cursor();
    }

    @Override
    void opened() {
        state.opened();
    }

    @Override
    void take(Message message) {
        if (loses.test(message)) {
            return;
        }
        state.take(message);
        if (!state.cursor().isEmpty() && chance(REMEMBERED)) {
            memory = Optional.of(state.copy());
        }
    }

    @Override
    boolean hasSeen(String mark) {
        var items = state.items();
        return hasMark(items.get(account().event()), "title", mark)
                || hasMark(items.get(account().marker()), "description", mark);
    }

    private static boolean hasMark(@Nullable JsonNode item, String field, String mark) {
        return item != null && item.path(field).asText().endsWith(" " + mark);
    }

    /// What is in the list now.
    Map<String, JsonNode> items() {
        return atRest(() -> new TreeMap<>(state.items()));
    }

    /// What is in the list of a client that went away at the moment that was remembered, and comes back now; empty
    /// where none was.
    Optional<Map<String, JsonNode>> resumed(URI node) {
        var then = atRest(() -> {
            var found = memory;
            memory = Optional.empty();
            return found;
        });
        return then.map(found -> resume(found, node));
    }

    private Map<String, JsonNode> resume(ListState then, URI node) {
        var known = then.items().keySet().toString();
        var from = then.cursor();
        try (var stream = SseClient.resume(node, path, account().token(), from)) {
            then.opened();
            var messages = stream.until("ready");
            try {
                messages.forEach(then::take);
            } catch (Fault fault) {
                throw new Fault(name() + ", resumed at " + from + " with " + known + ": " + fault.getMessage() + "\n"
                        + messages);
            }
            return then.items();
        }
    }
}
