package almanac.feed.api;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.request.Accept;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides once, for every call under `/api` and `/admin`, in which representation it is answered, and
/// writes the decision in place of the field `Accept`.
///
/// Quarkus REST, which reads it behind this, knows neither of a quality of 0 nor of ranges that fit a
/// stream, and takes names in small letters alone.
@Singleton
class Representations {
    /// Behind the checks of a request, in front of the resources.
    private static final int PRIORITY = 200;

    /// What no call answers: the resources refuse it with the documented body.
    private static final String NONE = "application/x-none";

    private static final List<String> JSON = List.of(MediaType.APPLICATION_JSON);
    private static final List<String> JSON_AND_EVENTS =
            List.of(MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS);

    private static final Pattern CALLS = Pattern.compile("/(api|admin)/.*");
    private static final Pattern STREAMED = Pattern.compile("/api/v2/(events|calendars|changes)/?");

    /// The content of a file is of any type.
    private static final Pattern FILES = Pattern.compile("/api/v2/events/attachments/[^/]+/?");

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final DirectAnswers answers;

    Representations(DirectAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::decide, PRIORITY);
    }

    private void decide(RoutingContext context) {
        var request = context.request();
        var path = String.valueOf(request.path());
        if (CALLS.matcher(path).matches() && !FILES.matcher(path).matches()) {
            var offers = offers(request, path);
            var chosen = Accept.of(request.headers().getAll(HttpHeaders.ACCEPT)).best(offers);
            if (chosen.isEmpty() && offers.equals(JSON_AND_EVENTS)) {
                // Where a path has two methods, Quarkus REST takes one of them even so.
                answers.write(context.response(), Problem.NOT_ACCEPTABLE, Problem.NOT_ACCEPTABLE.code());
                return;
            }
            request.headers().set(HttpHeaders.ACCEPT, chosen.orElse(NONE));
        }
        context.next();
    }

    private static List<String> offers(HttpServerRequest request, String path) {
        return READS.contains(request.method()) && STREAMED.matcher(path).matches() ? JSON_AND_EVENTS : JSON;
    }
}
