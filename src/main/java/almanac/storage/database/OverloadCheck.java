package almanac.storage.database;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/// Answers 503 before any other work on a request, while the queue of the database is full.
///
/// By the time the queue itself refuses a request, the service has authenticated, counted, read and validated
/// it, which costs several times the answer. Under heavy overload, that would leave too little CPU to the
/// requests that are served.
///
/// Streams are not refused: they do not wait in this queue, and a browser's EventSource does not reconnect
/// after a 503.
@Singleton
class OverloadCheck implements RequestCheck {
    private final Load load;
    private final DirectAnswers answers;

    OverloadCheck(Load load, DirectAnswers answers) {
        this.load = load;
        this.answers = answers;
    }

    @Override
    public Place place() {
        return Place.LOAD;
    }

    @Override
    public boolean passes(RoutingContext context) {
        if (load.isFull() && needsDatabase(context.request())) {
            load.shed();
            answers.write(context.response(), Problem.UNAVAILABLE, "overloaded");
            return false;
        }
        return true;
    }

    private static boolean needsDatabase(HttpServerRequest request) {
        return (request.uri().startsWith("/api/") || request.uri().startsWith("/admin/")) && !isStream(request);
    }

    private static boolean isStream(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.method().equals(HttpMethod.GET) && accept != null && accept.contains("text/event-stream");
    }
}
