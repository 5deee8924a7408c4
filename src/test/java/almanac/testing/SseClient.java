package almanac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/// A reader of an event stream, as the WHATWG's standard has it: it keeps what came, in order, until a
/// test asks.
public final class SseClient implements AutoCloseable {
    private static final int OVERLOADED = 503;
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final CompletableFuture<Long> retry = new CompletableFuture<>();
    private volatile String lastId = "";
    private volatile boolean closed;

    /// One message.
    ///
    /// @param name its event's name
    /// @param id the cursor it carries; empty for none
    /// @param data its data
    public record Message(String name, String id, String data) {
        /// Something in the data, by its path.
        public <T> T get(String path) {
            return JsonPath.from(data).get(path);
        }
    }

    private SseClient(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /// Opens a stream with an access token.
    public static SseClient open(URI service, String path, String token) {
        return open(request(service, path).header("Authorization", "Bearer " + token));
    }

    /// Opens a stream that goes on from a cursor, as a browser does by itself.
    public static SseClient resume(URI service, String path, String token, String cursor) {
        return open(request(service, path)
                .header("Authorization", "Bearer " + token)
                .header("Last-Event-ID", cursor));
    }

    /// Opens a stream.
    public static SseClient open(HttpRequest.Builder request) {
        var stream = openIdle(request);
        stream.beginToRead();
        return stream;
    }

    /// Opens a stream and does not read it. Where the service is overloaded, it is asked again when
    /// `Retry-After` says, as clients do.
    public static SseClient openIdle(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            for (var attempt = 1; response.statusCode() == OVERLOADED && attempt < ATTEMPTS; attempt++) {
                response.body().close();
                LockSupport.parkNanos(PAUSE.toNanos());
                response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            }
            DocumentedAnswers.hold(response);
            return new SseClient(response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// A request for a stream.
    public static HttpRequest.Builder request(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path)).header("Accept", "text/event-stream");
    }

    /// Reads from now on.
    public void beginToRead() {
        Thread.ofVirtual().start(this::read);
    }

    /// The status of the answer.
    public int status() {
        return response.statusCode();
    }

    /// The headers of the answer.
    public HttpHeaders headers() {
        return response.headers();
    }

    /// The last cursor that was received.
    public String lastId() {
        return lastId;
    }

    /// How many comment lines have come.
    public int comments() {
        return comments.get();
    }

    /// How long the server asks to wait before the next connection, in ms.
    public long retry() {
        return await(retry);
    }

    /// The next message, which has this name.
    public Message next(String name) {
        var message = next();
        assertEquals(name, message.name(), message.data());
        return message;
    }

    /// The next message.
    public Message next() {
        return poll(PATIENCE).orElseThrow(() -> new AssertionError("no message came; ended: " + end.isDone()));
    }

    /// The next message, if it comes in time.
    public Optional<Message> poll(Duration patience) {
        try {
            return Optional.ofNullable(messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// All messages up to one with this name, which is the last of them.
    public List<Message> until(String name) {
        var found = new ArrayList<Message>();
        do {
            found.add(next());
        } while (!found.getLast().name().equals(name));
        return found;
    }

    /// Nothing has come that was not asked for yet.
    public void isSilent() {
        assertNull(messages.peek());
    }

    /// Waits until the server has ended the stream, whatever comes before.
    public void awaitEnd() {
        await(end);
    }

    /// Waits until `ready` has come, or the stream has ended; no message is taken.
    public void awaitReadyOrEnd() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> end.isDone()
                        || messages.stream().anyMatch(message -> message.name().equals("ready")));
    }

    /// Whether the stream has ended.
    public boolean hasEnded() {
        return end.isDone();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var block = new ArrayList<String>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    dispatch(block);
                    block.clear();
                } else {
                    block.add(line);
                }
            }
        } catch (IOException gone) {
            // It was cut off, or closed by the test: what came whole has been dispatched.
        } finally {
            end.complete(null);
        }
    }

    private void dispatch(List<String> block) {
        var id = field(block, "id");
        var data = field(block, "data");
        field(block, "retry").ifPresent(millis -> retry.complete(Long.parseLong(millis)));
        block.stream().filter(line -> line.startsWith(":")).forEach(line -> comments.incrementAndGet());
        if (data.isPresent() && !closed) {
            id.ifPresent(cursor -> lastId = cursor);
            messages.add(new Message(field(block, "event").orElse("message"), id.orElse(""), data.get()));
        }
    }

    private static Optional<String> field(List<String> block, String name) {
        return block.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).stripLeading())
                .findFirst();
    }

    /// Goes away without a word; what comes after that is not received.
    @Override
    public void close() {
        closed = true;
        try {
            response.body().close();
        } catch (IOException gone) {
            // It is closed.
        }
    }
}
