package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.log.change.Cursor;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A client that watches the list of events on one node after the other, each time from its last cursor.
final class Traveller {
    private static final String LIST = "/api/v2/events";

    private final Cluster cluster;
    private final User user;
    private final List<String> entered = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private String cursor;

    private Traveller(Cluster cluster, User user) {
        this.cluster = cluster;
        this.user = user;
        try (var stream = SseClient.open(cluster.node(0).address(), LIST, user.token())) {
            cursor = stream.until("ready").getLast().id();
        }
    }

    /// Begins with a list that is empty.
    static Traveller on(Cluster cluster, User user) {
        return new Traveller(cluster, user);
    }

    /// Makes events that end soon, one after the other, and goes from node to node until all have left the list. Each
    /// enters once and leaves once, no stream is reset, and no time that is told goes back.
    ///
    /// @param apart the time between two ends
    void watchEventsThatEnd(int count, Duration apart) {
        var begin = System.currentTimeMillis() + Duration.ofSeconds(5).toMillis();
        var made = IntStream.range(0, count)
                .mapToObj(number -> create(begin + number * apart.toMillis()))
                .toList();
        var deadline = System.nanoTime() + Witnesses.PATIENCE.toNanos();
        for (var hop = 0; !new HashSet<>(left).containsAll(made); hop++) {
            assertTrue(System.nanoTime() < deadline, () -> "left so far: " + left.size() + " of " + count);
            visit(hop % Cluster.NODES);
        }
        assertEquals(made, entered);
        assertEquals(Set.copyOf(made), Set.copyOf(left));
        assertEquals(made.size(), left.size(), "an event left twice");
    }

    private String create(long end) {
        var event = Api.soon("Brief");
        event.put("start_time", end - Duration.ofMinutes(30).toMillis());
        event.put("end_time", end);
        return Api.create(user, event).get("id").toString();
    }

    private void visit(int node) {
        try (var stream = SseClient.resume(cluster.node(node).address(), LIST, user.token(), cursor)) {
            for (var message : stream.until("ready")) {
                take(message);
            }
        }
    }

    private void take(Message message) {
        switch (message.name()) {
            case "enter" -> entered.add(message.get("item.id"));
            case "leave" -> left.add(message.get("id"));
            case "ready" -> assertTrue(time(message.id()) >= time(cursor), "the time goes back");
            default -> throw new AssertionError("unexpected: " + message);
        }
        if (!message.id().isEmpty()) {
            cursor = message.id();
        }
    }

    private static long time(String cursor) {
        return Cursor.parse(cursor).orElseThrow().time();
    }
}
