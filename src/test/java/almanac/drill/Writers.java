package almanac.drill;

import almanac.testing.Api.User;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import almanac.testing.Swarm.Pause;
import almanac.testing.Workload;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Clients that make events for the whole of a drill, each with a key, and repeat a request until it is
/// answered.
final class Writers {
    private static final String EVENTS = "/api/v2/events";

    private final Swarm swarm;
    private final List<User> users;
    private final Duration pause;
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final AtomicBoolean isAbandoned = new AtomicBoolean();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Long> durations = new ConcurrentLinkedQueue<>();
    private final Map<String, Collection<String>> acknowledged = new ConcurrentHashMap<>();
    private final List<Thread> threads;

    private Writers(URI service, List<User> users, int rate) {
        this.swarm = Swarm.at(service);
        this.users = users;
        this.pause = Duration.ofMillis(1000L * users.size() / rate);
        this.threads = IntStream.range(0, users.size())
                .mapToObj(number -> Thread.ofVirtual().start(() -> write(users.get(number))))
                .toList();
    }

    /// One client for each user.
    ///
    /// @param rate how many events a second they make together, at most
    static Writers at(URI service, List<User> users, int rate) {
        return new Writers(service, users, rate);
    }

    private void write(User user) {
        while (goOn.get()) {
            var request = swarm.request(EVENTS, user.token())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .POST(HttpRequest.BodyPublishers.ofString(Workload.EVENT))
                    .build();
            var answer = swarm.send(request);
            var begin = answer.sentAt();
            answers.add(answer);
            while (answer.status() != 200) {
                if (isAbandoned.get()) {
                    return;
                }
                Pause.of(pause);
                answer = swarm.send(request);
                answers.add(answer);
            }
            durations.add(answer.cameAt() - begin);
            acknowledged
                    .computeIfAbsent(user.zuid(), _ -> new ConcurrentLinkedQueue<>())
                    .addAll(Workload.acknowledged(List.of(answer)));
            Pause.of(pause);
        }
    }

    /// Ends, once each has its last answer.
    void stop() throws InterruptedException {
        goOn.set(false);
        for (var thread : threads) {
            thread.join();
        }
    }

    /// Ends them where they are.
    void abandon() {
        goOn.set(false);
        isAbandoned.set(true);
    }

    /// How long it took until an event was acknowledged, repeated requests included: the median, the 99th
    /// percentile and the longest time, in ms.
    List<Long> durations() {
        var sorted = durations.stream().sorted().toList();
        return Stream.of(0.5, 0.99, 1.0)
                .map(part -> sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1_000_000)
                .toList();
    }

    /// How many events were made so far.
    long made() {
        return acknowledged.values().stream().collect(Collectors.summingLong(Collection::size));
    }

    /// The ids of the events that were made, by the zuid of their user.
    Map<String, Collection<String>> acknowledged() {
        return acknowledged;
    }

    /// The answers that were not 200, by their status and whether they say when to retry.
    Map<String, Long> refusals() {
        return answers.stream()
                .filter(answer -> answer.status() != 200)
                .collect(Collectors.groupingBy(
                        answer ->
                                answer.status() + (answer.header("Retry-After").isEmpty() ? "" : " with Retry-After"),
                        Collectors.counting()));
    }
}
