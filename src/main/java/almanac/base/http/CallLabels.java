package almanac.base.http;

import almanac.base.problem.Methods;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/// The words that stand for a request in logs and metrics: a method and the template of a path, each from
/// a fixed set.
///
/// Neither a path nor a method is written as it was sent: both hold what a client chooses, and with it
/// addresses, tokens, and as many different values as somebody likes to invent.
@Singleton
class CallLabels {
    /// Stands for what is in no set.
    static final String OTHER = "OTHER";

    /// The name under which a request carries its label; the pattern of the access log reads it.
    private static final String KEY = "call";

    /// In front of every check, so that what is refused has its label too.
    private static final int PRIORITY = 30_000;

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

    CallLabels(Methods templates) {
        this.templates = templates;
    }

    void register(@Observes Filters filters) {
        filters.register(this::label, PRIORITY);
    }

    private void label(RoutingContext context) {
        var request = context.request();
        context.put(KEY, method(request.method().name()) + " " + path(String.valueOf(request.path())));
        context.next();
    }

    /// A method's name where RFC 9110 or RFC 5789 has it.
    String method(String sent) {
        return METHODS.contains(sent) ? sent : OTHER;
    }

    /// The template of a path.
    String path(String sent) {
        if (PATHS.contains(sent)) {
            return sent;
        }
        for (var directory : DIRECTORIES) {
            if (sent.startsWith(directory)) {
                return directory + "*";
            }
        }
        return templates.template(sent).orElse(OTHER);
    }

    /// Whether a text is a template of a path.
    boolean isTemplate(String text) {
        return templates.isTemplate(text);
    }
}
