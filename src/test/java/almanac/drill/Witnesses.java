package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api.User;
import almanac.testing.SseClient;
import almanac.testing.Swarm.Pause;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Streams of the log that are open for the whole of a drill, and resume whenever they end.
final class Witnesses implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String LOG = "/api/v2/changes";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Witness> witnesses;
    private final Set<String> resets = ConcurrentHashMap.newKeySet();
    private final Set<Integer> refusals = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Witnesses(URI service, List<User> users, int count) {
        witnesses = IntStream.range(0, count)
                .mapToObj(number -> new Witness(service, users.get(number % users.size())))
                .toList();
        witnesses.forEach(witness -> Thread.ofVirtual().start(witness::watch));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> witnesses.stream().allMatch(witness -> !witness.cursor.isEmpty()));
    }

    /// Opens streams, spread over users.
    static Witnesses at(URI service, List<User> users, int count) {
        return new Witnesses(service, users, count);
    }

    /// One stream, and what it has seen, in order.
    private final class Witness {
        private final URI service;
        private final User user;
        private final List<String> seen = new ArrayList<>();
        private volatile String cursor = "";

        Witness(URI service, User user) {
            this.service = service;
            this.user = user;
        }

        void watch() {
            while (!closed) {
                try (var stream = open()) {
                    if (stream.status() == 200) {
                        read(stream);
                    } else {
                        refusals.add(stream.status());
                        Pause.of(PAUSE);
                    }
                } catch (RuntimeException | AssertionError refused) {
                    // The balancer or a node could not take it now; a browser tries again, too.
                    Pause.of(PAUSE);
                }
            }
        }

        private SseClient open() {
            return cursor.isEmpty()
                    ? SseClient.open(service, LOG, user.token())
                    : SseClient.resume(service, LOG, user.token(), cursor);
        }

        private void read(SseClient stream) {
            for (var next = stream.poll(LOOK);
                    !closed && !(next.isEmpty() && stream.hasEnded());
                    next = stream.poll(LOOK)) {
                next.ifPresent(this::take);
            }
        }

        private synchronized void take(SseClient.Message message) {
            switch (message.name()) {
                case "change" -> seen.add(field(message, "id"));
                case "reset" -> resets.add(field(message, "reason"));
                default -> {}
            }
            if (!message.id().isEmpty()) {
                cursor = message.id();
            }
        }

        /// Thousands come in a second: a path that is evaluated would take the processors from the service.
        private static String field(SseClient.Message message, String name) {
            try {
                return JSON.readTree(message.data()).path(name).asText();
            } catch (JsonProcessingException malformed) {
                throw new IllegalStateException(malformed);
            }
        }

        synchronized List<String> seen() {
            return List.copyOf(seen);
        }
    }

    /// Each acknowledged event is once on each stream of its user, all streams of a user have the same order,
    /// and none has had to begin anew.
    ///
    /// @param acknowledged the ids of events by the zuid of their user
    /// @param stored the ids of all events in the database
    void saw(Map<String, Collection<String>> acknowledged, Set<String> stored) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> witnesses.stream()
                        .allMatch(witness -> new HashSet<>(witness.seen())
                                .containsAll(acknowledged.getOrDefault(witness.user.zuid(), List.of()))));
        var orders = new HashMap<String, List<String>>();
        for (var witness : witnesses) {
            var seen = witness.seen();
            assertEquals(seen.size(), new HashSet<>(seen).size(), "an event came twice");
            assertTrue(stored.containsAll(seen), "an event came that is not stored");
            var sure = Set.copyOf(acknowledged.getOrDefault(witness.user.zuid(), List.of()));
            var order = seen.stream().filter(sure::contains).toList();
            assertEquals(orders.computeIfAbsent(witness.user.zuid(), _ -> order), order, "the order differs");
        }
        assertEquals(Set.of(), resets);
        assertFalse(refusals.contains(500), () -> "answers to streams: " + refusals);
    }

    /// The number of messages that all streams have had.
    long deliveries() {
        return witnesses.stream()
                .collect(Collectors.summingLong(witness -> witness.seen().size()));
    }

    @Override
    public void close() {
        closed = true;
    }
}
