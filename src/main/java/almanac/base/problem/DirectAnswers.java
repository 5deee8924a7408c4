package almanac.base.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;

/// Writes the documented error body for requests that are refused before they reach a resource.
@Singleton
public class DirectAnswers {
    private final ObjectMapper json;

    DirectAnswers(ObjectMapper json) {
        this.json = json;
    }

    /// Writes a problem. Does nothing if the response was already begun.
    public void write(HttpServerResponse response, Problem problem) {
        write(response, problem, problem.code());
    }

    /// Writes a problem with a more specific code. Does nothing if the response was already begun.
    public void write(HttpServerResponse response, Problem problem, String code) {
        write(response, ProblemBody.of(problem, code, List.of()), problem);
    }

    /// Writes a problem with the error of one field. Does nothing if the response was already begun.
    public void write(HttpServerResponse response, Problem problem, FieldError error) {
        write(response, ProblemBody.of(problem, problem.code(), List.of(error)), problem);
    }

    private void write(HttpServerResponse response, ProblemBody body, Problem problem) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        if (problem == Problem.UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(json(body));
    }

    private String json(ProblemBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
