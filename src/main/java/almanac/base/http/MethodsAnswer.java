package almanac.base.http;

import almanac.base.problem.Methods;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Answers OPTIONS (RFC 9110, 9.3.7) with 204 and the methods of the path in `Allow`.
///
/// Quarkus REST lists the methods of every template that matches a path, including templates that it never
/// selects.
@Singleton
class MethodsAnswer implements RequestCheck {
    /// The page, which is not a resource.
    private static final String PAGE = "/";

    private static final int NO_CONTENT = 204;

    private final Methods methods;

    MethodsAnswer(Methods methods) {
        this.methods = methods;
    }

    @Override
    public Place place() {
        return Place.METHODS;
    }

    @Override
    public boolean passes(RoutingContext context) {
        if (!context.request().method().equals(HttpMethod.OPTIONS)) {
            return true;
        }
        var allowed = allowed(context);
        if (allowed.isEmpty()) {
            return true;
        }
        context.response()
                .setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.ALLOW, String.join(", ", allowed))
                .end();
        return false;
    }

    private NavigableSet<String> allowed(RoutingContext context) {
        var path = String.valueOf(context.request().path());
        return path.equals(PAGE) ? new TreeSet<>(List.of("GET", "HEAD", "OPTIONS")) : methods.of(path);
    }
}
