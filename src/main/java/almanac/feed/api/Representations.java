package almanac.feed.api;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import almanac.base.problem.RequestCheck;
import almanac.base.request.Accept;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses the representation of every answer under `/api` and `/admin` once and replaces the header `Accept`
/// by it.
///
/// Quarkus REST reads `Accept` after this filter. It does not support quality 0 or media ranges that match
/// event streams, and compares names case-sensitively.
@Singleton
class Representations implements RequestCheck {
    /// A media type that no call produces: the resources answer it with the documented 406.
    private static final String NONE = "application/x-none";

    private static final List<String> JSON = List.of(MediaType.APPLICATION_JSON);
    private static final List<String> JSON_AND_EVENTS =
            List.of(MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS);

    private static final List<String> CALENDAR = List.of("text/calendar");

    /// What the paths of calls end with that answer a file.
    private static final String EXPORT = "/export";

    /// The values that most clients send; both match the first offer.
    private static final Set<String> USUAL = Set.of("*/*", MediaType.APPLICATION_JSON);

    private static final Set<String> STREAMED =
            Set.of("/api/v2/events", "/api/v2/calendars", "/api/v2/freebusy", "/api/v2/changes");

    /// Below this path lie the contents of files, which have any type.
    private static final String FILES = "/api/v2/events/attachments/";

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final DirectAnswers answers;

    Representations(DirectAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Place place() {
        return Place.REPRESENTATION;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        var path = String.valueOf(request.path());
        if (!isCall(path) || isFile(path)) {
            return true;
        }
        var offers = offers(request, path);
        var chosen = chosen(request, offers);
        if (chosen.isEmpty() && offers.equals(JSON_AND_EVENTS)) {
            // Quarkus REST picks one of two methods of a path even if `Accept` matches neither.
            answers.write(context.response(), Problem.NOT_ACCEPTABLE, Problem.NOT_ACCEPTABLE.code());
            return false;
        }
        request.headers().set(HttpHeaders.ACCEPT, chosen.orElse(NONE));
        return true;
    }

    private static boolean isCall(String path) {
        return path.startsWith("/api/") || path.startsWith("/admin/");
    }

    /// Whether a path is that of a file: one more segment, with an optional trailing slash.
    private static boolean isFile(String path) {
        if (!path.startsWith(FILES)) {
            return false;
        }
        var slash = path.indexOf('/', FILES.length());
        return path.length() > FILES.length() && (slash < 0 || (slash > FILES.length() && slash == path.length() - 1));
    }

    private static Optional<String> chosen(HttpServerRequest request, List<String> offers) {
        if (!request.headers().contains(HttpHeaders.ACCEPT)) {
            return Optional.of(offers.getFirst());
        }
        var lines = request.headers().getAll(HttpHeaders.ACCEPT);
        return lines.size() == 1 && USUAL.contains(lines.getFirst())
                ? Optional.of(offers.getFirst())
                : Accept.of(lines).best(offers);
    }

    private static List<String> offers(HttpServerRequest request, String path) {
        if (READS.contains(request.method()) && withoutSlash(path).endsWith(EXPORT)) {
            return CALENDAR;
        }
        return READS.contains(request.method()) && STREAMED.contains(withoutSlash(path)) ? JSON_AND_EVENTS : JSON;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
