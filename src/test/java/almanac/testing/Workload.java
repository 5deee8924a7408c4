package almanac.testing;

import almanac.testing.Api.User;
import almanac.testing.Swarm.Answer;
import io.restassured.RestAssured;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// What many users ask of a service, one half writing and the other reading lists and the log.
///
/// @param service the service
/// @param swarm who asks
/// @param users in whose names
public record Workload(PackagedService service, Swarm swarm, List<User> users) {
    /// A new event, as JSON.
    public static final String EVENT =
            "{\"title\":\"Tea\",\"start_time\":1772445600000,\"end_time\":1772447400000,\"timezone\":\"UTC\"}";

    private static final Pattern EVENT_ID = Pattern.compile("\"id\":\"([0-9a-f]+@[^\"]+)\"");

    /// The workload of new users; from now on [Api] speaks with this service too.
    public static Workload on(PackagedService service, int users) {
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.address().getPort();
        return new Workload(
                service,
                Swarm.at(service.address()),
                IntStream.range(0, users).mapToObj(number -> user()).toList());
    }

    /// The first calls of a JVM are slow, and on a busy machine slower than a request may be.
    private static User user() {
        var user = new AtomicReference<User>();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> user.set(Api.user()));
        return user.get();
    }

    /// What a client sends, by its number.
    public HttpRequest request(int client) {
        return client % 2 == 0
                ? write(client)
                : swarm.get(client % 4 == 1 ? "/api/v2/calendars" : "/api/v2/changes", token(client));
    }

    /// A new event of a client's.
    public HttpRequest write(int client) {
        return swarm.post("/api/v2/events", token(client), EVENT);
    }

    /// So many clients at work while the test goes on, writing and reading.
    public CompletableFuture<List<Answer>> inBackground(int clients, BooleanSupplier goOn, Duration pause) {
        return inBackground(clients, goOn, pause, this::request);
    }

    /// So many clients at work while the test goes on.
    ///
    /// Not on the common pool: the HTTP client completes its answers there, and where the machine has
    /// two processors it has one thread.
    public CompletableFuture<List<Answer>> inBackground(
            int clients, BooleanSupplier goOn, Duration pause, IntFunction<HttpRequest> request) {
        var answers = new CompletableFuture<List<Answer>>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                answers.complete(swarm.sustained(clients, goOn, pause, request));
            } catch (RuntimeException failure) {
                answers.completeExceptionally(failure);
            }
        });
        return answers;
    }

    /// The service's metrics now.
    public Metrics metrics() {
        return Metrics.of(service.management());
    }

    /// How many answers have a status.
    public static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    /// The ids of the events that these answers say are made.
    public static List<String> acknowledged(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 200 && answer.body().contains("\"Tea\""))
                .map(answer -> EVENT_ID.matcher(answer.body()))
                .filter(found -> found.find())
                .map(found -> found.group(1))
                .toList();
    }

    private String token(int client) {
        return users.get(client % users.size()).token();
    }
}
