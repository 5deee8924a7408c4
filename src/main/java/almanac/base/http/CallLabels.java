package almanac.base.http;

import almanac.base.problem.Methods;
import almanac.base.problem.RequestCheck;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The label of a request in logs and metrics: its method and the template of its path, each from a fixed
/// set.
///
/// Methods and paths are not logged as they were sent. They are chosen by the client, may contain addresses
/// and tokens, and could have any number of different values.
@Singleton
class CallLabels implements RequestCheck {
    /// The label of any other method or path.
    static final String OTHER = "OTHER";

    /// The key of the label in the request context; the pattern of the access log reads it.
    private static final String KEY = "call";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private static final Set<String> PATHS = Set.of(
            "/",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/health/well",
            "/q/metrics",
            "/q/openapi");

    /// Directories of static files; one label for all files of a directory.
    private static final Set<String> DIRECTORIES = Set.of("/page/", "/webjars/", "/q/swagger-ui/");

    private final Methods templates;

    /// The labels by path template and method.
    private final ConcurrentMap<String, ConcurrentMap<String, String>> calls = new ConcurrentHashMap<>();

    CallLabels(Methods templates) {
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.LABEL;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        context.put(KEY, call(method(request.method().name()), path(String.valueOf(request.path()))));
        return true;
    }

    /// Both arguments come from fixed sets, so the map is bounded.
    private String call(String method, String path) {
        return calls.computeIfAbsent(path, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(method, _ -> method + " " + path);
    }

    /// The method if RFC 9110 or RFC 5789 defines it, else `OTHER`.
    String method(String sent) {
        return METHODS.contains(sent) ? sent : OTHER;
    }

    /// The template of a path, else `OTHER`.
    String path(String sent) {
        return templates.template(sent).orElseGet(() -> beside(sent));
    }

    private static String beside(String sent) {
        if (PATHS.contains(sent)) {
            return sent;
        }
        for (var directory : DIRECTORIES) {
            if (sent.startsWith(directory)) {
                return directory + "*";
            }
        }
        return OTHER;
    }

    /// Whether a text is a known template.
    boolean isTemplate(String text) {
        return templates.isTemplate(text);
    }
}
