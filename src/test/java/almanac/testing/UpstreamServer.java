package almanac.testing;

import almanac.testing.UpstreamStub.Fault;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The HTTP side of an [UpstreamStub]: who may call, what has come, and what goes wrong.
final class UpstreamServer implements AutoCloseable {
    private final UpstreamCalls calls;
    private final Vertx vertx = Vertx.vertx();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final AtomicInteger refreshed = new AtomicInteger();
    private final HttpServer server;
    private volatile String token = "good-token";
    private volatile boolean away;

    UpstreamServer(UpstreamCalls calls) {
        this.calls = calls;
        server = vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    void fail(String call, Fault... next) {
        var queue = faults.computeIfAbsent(call, key -> new ConcurrentLinkedQueue<>());
        queue.addAll(List.of(next));
    }

    void calm() {
        faults.clear();
        away = false;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    void expireToken() {
        token = "token-" + refreshed.incrementAndGet();
    }

    int refreshed() {
        return refreshed.get();
    }

    /// The calls that have come, one for each request.
    List<String> received() {
        return received;
    }

    private void receive(HttpServerRequest request) {
        if (away) {
            request.connection().close();
            return;
        }
        request.bodyHandler(body -> {
            var call = UpstreamCalls.call(request);
            received.add(call);
            var queue = faults.getOrDefault(call, new ArrayDeque<>());
            var fault = queue.poll();
            if (fault != null) {
                misbehave(request, call, body, fault);
            } else if (call.equals("token")) {
                answerToken(request);
            } else {
                answer(request, call, body, 0);
            }
        });
    }

    private void misbehave(HttpServerRequest request, String call, Buffer body, Fault fault) {
        switch (fault) {
            case SILENCE -> {}
            case SILENCE_AFTER -> calls.act(request, call, body);
            case DROP -> request.connection().close();
            case DROP_AFTER -> {
                calls.act(request, call, body);
                request.connection().close();
            }
            case TOO_MANY -> error(request, 429, "whatever", Map.of("Retry-After", "120"));
            case LIMIT_EXCEEDED -> error(request, 400, "request_limit_exceeded");
            case UNAUTHORIZED -> error(request, 401, "oauth_invalid");
            case BROKEN -> error(request, 500, "broken");
            case BROKEN_AFTER -> {
                calls.act(request, call, body);
                error(request, 500, "broken");
            }
            case UNAVAILABLE -> error(request, 503, "busy");
            case FORBIDDEN -> error(request, 403, "forbidden");
            case STALE -> error(request, 412, "stale");
            case BAD -> error(request, 400, "param_invalid");
            case HALF -> answer(request, call, body, 2);
            case GARBAGE -> request.response().end("<html>Down for maintenance</html>");
            case NO_LIST -> request.response().end("{}");
            case REDIRECT -> redirect(request);
        }
    }

    private void redirect(HttpServerRequest request) {
        request.response()
                .setStatusCode(302)
                .putHeader("Location", url() + "/elsewhere")
                .end();
    }

    private static void error(HttpServerRequest request, int status, String code) {
        error(request, status, code, Map.of());
    }

    private static void error(HttpServerRequest request, int status, String code, Map<String, String> headers) {
        var response = request.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        var errors = new JsonArray().add(new JsonObject().put("field", "title").put("message", "is not liked there"));
        response.end(new JsonObject()
                .put("message", "No.")
                .put("code", code)
                .put("errors", errors)
                .encode());
    }

    private void answerToken(HttpServerRequest request) {
        request.response()
                .end(new JsonObject()
                        .put("access_token", token)
                        .put("expires_in", 3600)
                        .encode());
    }

    /// @param cut 0 for a whole answer, else by what its length is divided before the connection ends
    private void answer(HttpServerRequest request, String call, Buffer body, int cut) {
        if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
            error(request, 401, "oauth_invalid");
            return;
        }
        var answer = calls.act(request, call, body);
        var response = request.response().setStatusCode(answer.status());
        if (cut == 0) {
            response.end(answer.body());
            return;
        }
        var bytes = Buffer.buffer(answer.body());
        response.putHeader("Content-Length", Integer.toString(bytes.length()))
                .write(bytes.slice(0, bytes.length() / cut))
                .onComplete(written -> request.connection().close());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
