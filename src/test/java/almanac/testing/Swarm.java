package almanac.testing;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Many clients of the service at once, each on a connection of its own.
public final class Swarm {
    /// How long a client waits for an answer.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final URI service;
    private final HttpClient client;

    private Swarm(URI service, HttpClient.Builder client) {
        this.service = service;
        this.client = client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /// Clients of a service, by its address.
    public static Swarm at(URI service) {
        return new Swarm(service, HttpClient.newBuilder());
    }

    /// Clients of the same service at another address of this machine.
    public Swarm from(String address) {
        return new Swarm(service, HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)));
    }

    /// What came of a request.
    ///
    /// @param sentAt when it was sent, as of [System#nanoTime]
    /// @param nanos how long the answer took
    /// @param status the status of the answer; 0 where there was none
    /// @param headers its headers
    /// @param body its body
    public record Answer(long sentAt, long nanos, int status, HttpHeaders headers, String body) {
        /// A header; empty without one.
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// When it came, as of [System#nanoTime].
        public long cameAt() {
            return sentAt + nanos;
        }

        /// How long the answer took, in ms.
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    /// Sends so many GET requests in the same instant, and counts the answers by their status.
    public Map<Integer, Long> volley(int count, String path, String token) {
        var request = get(path, token);
        return together(IntStream.range(0, count).mapToObj(number -> request).toList()).stream()
                .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
    }

    /// Sends all these in the same instant.
    public List<Answer> together(List<HttpRequest> requests) {
        var answers = requests.stream().map(this::sendLater).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /// Lets so many clients send one request after the other, as long as they shall.
    ///
    /// @param pause how long each waits between an answer and its next request
    /// @param requests what each of them sends, by its number
    public List<Answer> sustained(
            int clients, BooleanSupplier goOn, Duration pause, IntFunction<HttpRequest> requests) {
        var answers = new ConcurrentLinkedQueue<Answer>();
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < clients; number++) {
                var own = number;
                running.add(threads.submit(() -> {
                    while (goOn.getAsBoolean()) {
                        answers.add(send(requests.apply(own)));
                        Pause.of(pause);
                    }
                }));
            }
        }
        running.forEach(Swarm::await);
        return List.copyOf(answers);
    }

    /// A while that begins now.
    public static BooleanSupplier lasting(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end;
    }

    /// Sends one request and waits for its answer.
    public Answer send(HttpRequest request) {
        return sendLater(request).join();
    }

    /// A GET request.
    public HttpRequest get(String path, String token) {
        return request(path, token).GET().build();
    }

    /// A POST request with a JSON body.
    public HttpRequest post(String path, String token, String json) {
        return request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    /// A request that is still to be given its method.
    public HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private CompletableFuture<Answer> sendLater(HttpRequest request) {
        var sentAt = System.nanoTime();
        return client.sendAsync(request, BodyHandlers.ofString())
                // The time limit of a request is that of the head of its answer.
                .orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .handle((answer, failure) -> answer(sentAt, answer, failure));
    }

    private static Answer answer(long sentAt, HttpResponse<String> answer, Throwable failure) {
        var nanos = System.nanoTime() - sentAt;
        return failure != null
                ? new Answer(sentAt, nanos, 0, NONE, String.valueOf(failure))
                : new Answer(sentAt, nanos, answer.statusCode(), answer.headers(), answer.body());
    }

    private static void await(Future<?> running) {
        try {
            running.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    /// The time that a client takes between an answer and its next request: part of the load, not of
    /// the test.
    public static final class Pause {
        private Pause() {}

        /// Waits.
        public static void of(Duration pause) {
            if (!pause.isZero()) {
                java.util.concurrent.locks.LockSupport.parkNanos(pause.toNanos());
            }
        }
    }
}
