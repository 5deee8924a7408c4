package almanac.base.http;

import almanac.base.problem.Methods;
import almanac.base.problem.RequestCheck;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The words that stand for a request in logs and metrics: a method and the template of a path, each from
/// a fixed set.
///
/// Neither a path nor a method is written as it was sent: both hold what a client chooses, and with it
/// addresses, tokens, and as many different values as somebody likes to invent.
@Singleton
class CallLabels implements RequestCheck {
    /// Stands for what is in no set.
    static final String OTHER = "OTHER";

    /// The name under which a request carries its label; the pattern of the access log reads it.
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

    /// Directories of files, which stand for all that is in them.
    private static final Set<String> DIRECTORIES = Set.of("/page/", "/webjars/", "/q/swagger-ui/");

    private final Methods templates;

    /// The labels, by their paths and methods.
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

    /// Both are from a fixed set, and so are the labels that are kept.
    private String call(String method, String path) {
        return calls.computeIfAbsent(path, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(method, _ -> method + " " + path);
    }

    /// A method's name where RFC 9110 or RFC 5789 has it.
    String method(String sent) {
        return METHODS.contains(sent) ? sent : OTHER;
    }

    /// The template of a path.
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

    /// Whether a text is a template of a path.
    boolean isTemplate(String text) {
        return templates.isTemplate(text);
    }
}
