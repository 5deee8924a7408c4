package almanac.base.problem;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/// Header fields for browsers in every answer: no content sniffing, no referrer, no frames, no scripts.
///
/// A route that needs another value, such as the page for its scripts, replaces it later.
@Singleton
class SecurityHeaders implements RequestCheck {
    /// The page of Swagger UI, a tool for developers that uses inline scripts.
    private static final String SWAGGER = "/q/swagger-ui";

    private static final CharSequence OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence FRAMES = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'; sandbox");

    @Override
    public Place place() {
        return Place.ANSWER;
    }

    @Override
    public boolean passes(RoutingContext context) {
        add(context.request(), context.response().headers());
        return true;
    }

    /// Adds the fields to an answer.
    static void add(HttpServerRequest request, MultiMap headers) {
        headers.set(OPTIONS, NOSNIFF).set(REFERRER, NO_REFERRER).set(FRAMES, DENY);
        if (!String.valueOf(request.uri()).startsWith(SWAGGER)) {
            headers.set(POLICY, NOTHING);
        }
    }
}
