package almanac.storage.database;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/// Answers 503 at once, in front of everything that costs something, while there is no place to wait
/// for the database.
///
/// Refused only where the work would be queued, a request has been authenticated, counted, read and
/// validated before: several times what the answer costs. Under many times the load that the machine
/// carries, refusing then leaves too little of the processors to those who were let in.
///
/// Streams are let through: they do not wait here, and a browser does not come back after a 503.
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
