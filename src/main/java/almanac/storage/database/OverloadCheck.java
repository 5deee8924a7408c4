package almanac.storage.database;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/// Answers 503 at once, in front of everything that costs something, while there is no place to wait
/// for the database.
///
/// Refused only where the work would be queued, a request has been authenticated, counted, read and
/// validated before: several times what the answer costs. Under many times the load that the machine
/// carries, refusing then leaves too little of the processors to those who were let in.
///
/// Streams are let through: they do not wait here, and a browser does not come back after a 503.
@Singleton
class OverloadCheck {
    /// Before anything of a request's body is looked at.
    private static final int PRIORITY = 950;

    private static final List<String> GUARDED = List.of("/api/", "/admin/");

    private final Load load;
    private final DirectAnswers answers;

    OverloadCheck(Load load, DirectAnswers answers) {
        this.load = load;
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        if (load.isFull() && needsDatabase(context.request())) {
            load.shed();
            answers.write(context.response(), Problem.UNAVAILABLE, "overloaded");
            return;
        }
        context.next();
    }

    private static boolean needsDatabase(HttpServerRequest request) {
        return GUARDED.stream().anyMatch(request.uri()::startsWith) && !isStream(request);
    }

    private static boolean isStream(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.method().equals(HttpMethod.GET) && accept != null && accept.contains("text/event-stream");
    }
}
