package almanac.oracle;

import almanac.testing.Api;
import almanac.testing.DocumentedAnswers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/// Calls of the API, answered as status and JSON.
final class Http {
    /// The status of a call that was not answered: it may have been carried out.
    static final int UNKNOWN = 0;

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Http() {}

    /// What came of a call.
    ///
    /// @param status the status; [#UNKNOWN] without an answer
    /// @param body the body; missing without one
    record Answer(int status, JsonNode body) {
        boolean isDone() {
            return status == 200 || status == 204;
        }
    }

    /// Sends JSON.
    ///
    /// @param body what is written as JSON; empty text for no body
    static Answer send(URI node, String method, String path, String token, Object body) {
        return send(
                node,
                path,
                token,
                request -> request.header("Content-Type", "application/json").method(method, text(body)));
    }

    static Answer get(URI node, String path, String token) {
        return send(node, path, token, HttpRequest.Builder::GET);
    }

    static Answer admin(URI node, String path, Object body) {
        return send(node, "POST", path, Api.ADMIN_TOKEN, body);
    }

    static Answer send(URI node, String path, String token, Consumer<HttpRequest.Builder> rest) {
        var request =
                HttpRequest.newBuilder(node.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
        rest.accept(request);
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            DocumentedAnswers.hold(response);
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException noAnswer) {
            return new Answer(UNKNOWN, MissingNode.getInstance());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static JsonNode parse(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(text, malformed);
        }
    }

    private static HttpRequest.BodyPublisher text(Object body) {
        try {
            return body.equals("") ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
