package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.RawHttp;
import almanac.testing.RawHttp.Answer;
import almanac.testing.Refusal;
import almanac.testing.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Requests that do not arrive: 408, and the end of their connection, whoever waited for the rest.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SlowBodyTest {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int LONG = 300_000;

    @TestHTTPResource("/")
    URI service;

    @Test
    void aBodyThatDoesNotArriveInTimeIs408AndAStreamWithoutOneGoesOn() {
        var user = Api.user();
        var stream = SseClient.open(service, "/api/v2/events", user.token());
        stream.next("ready");
        var began = System.nanoTime();
        var answers = Stream.of(
                        later("{\"title\": \"", "Content-Length: 1000"),
                        later("{\"title\": \"" + "x".repeat(LONG), "Content-Length: 400000"),
                        later("5\r\n{\"tit\r\n", "Transfer-Encoding: chunked"))
                .toList();
        answers.stream().map(CompletableFuture::join).forEach(answer -> {
            assertEquals(408, answer.status(), answer.toString());
            Refusal.checkBody(answer.header("content-type"), answer.body(), 408);
            assertEquals("close", answer.header("connection"));
        });
        assertTrue(System.nanoTime() - began >= LIMIT.toNanos());
        Api.create(user, Api.event("Tea"));
        stream.next("enter");
        stream.close();
    }

    @Test
    void theConnectionIsClosedAfterThat() throws IOException {
        try (var socket = RawHttp.connect()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(RawHttp.bytes("POST /api/v2/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + Api.user().token() + "\r\nContent-Length: 50\r\n\r\n{"));
            var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.startsWith("HTTP/1.1 408"), all);
        }
    }

    @Test
    void whatIsRefusedAtOnceHoldsNoConnectionEither() {
        var answers = List.of(
                later("{\"title\": \"", "Content-Length: 1000", "Authorization: Bearer alm_nobody"),
                later("{\"title\": \"", "Content-Length: 1000", "Content-Type: text/plain"));
        assertEquals(
                List.of(401, 415),
                answers.stream()
                        .map(CompletableFuture::join)
                        .map(Answer::status)
                        .toList());
    }

    /// Sends the beginning of a request, and waits for what comes of it.
    private static CompletableFuture<Answer> later(String body, String... headers) {
        var token = Api.user().token();
        var head = new StringBuilder("POST /api/v2/events HTTP/1.1\r\nHost: localhost\r\n");
        var all = String.join("\r\n", headers);
        head.append(all).append("\r\n");
        if (!all.contains("Authorization")) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (!all.contains("Content-Type")) {
            head.append("Content-Type: application/json\r\n");
        }
        return CompletableFuture.supplyAsync(
                () -> RawHttp.exchange(out -> out.write(RawHttp.bytes(head + "\r\n" + body))),
                task -> Thread.ofVirtual().start(task));
    }
}
