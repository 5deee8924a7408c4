package almanac.base.http;

import almanac.base.problem.Methods;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Answers OPTIONS (RFC 9110, 9.3.7): 204, and in `Allow` the methods that the path has, no others.
///
/// Quarkus REST names those of every template that fits a path, also of such as it never takes for it.
@Singleton
class MethodsAnswer {
    /// Behind CORS, whose preflights are OPTIONS too, in front of the resources.
    private static final int PRIORITY = 250;

    /// The page, which is no call.
    private static final String PAGE = "/";

    private static final int NO_CONTENT = 204;

    private final Methods methods;

    MethodsAnswer(Methods methods) {
        this.methods = methods;
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, PRIORITY);
    }

    private void answer(RoutingContext context) {
        var allowed = context.request().method().equals(HttpMethod.OPTIONS) ? allowed(context) : new TreeSet<String>();
        if (allowed.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.ALLOW, String.join(", ", allowed))
                .end();
    }

    private NavigableSet<String> allowed(RoutingContext context) {
        var path = String.valueOf(context.request().path());
        return path.equals(PAGE) ? new TreeSet<>(List.of("GET", "HEAD", "OPTIONS")) : methods.of(path);
    }
}
