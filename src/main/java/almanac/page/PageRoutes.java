package almanac.page;

import almanac.base.http.StyleNonce;
import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Serves the page at `/`, and sets the cache and security headers of its files.
///
/// The files themselves are served from `META-INF/resources`. The document is not, since each response has
/// its own nonce: FullCalendar reads it from the document for its style element.
@Singleton
class PageRoutes implements RequestCheck {
    private static final String FILES = "/page/";
    private static final String LIBRARIES = "/webjars/";
    private static final String REVALIDATE = "no-cache";

    private final PageDocument document;

    PageRoutes(PageDocument document) {
        this.document = document;
    }

    void register(@Observes Router router) {
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    }

    @Override
    public Place place() {
        return Place.FILES;
    }

    private void answer(RoutingContext context) {
        var nonce = StyleNonce.random();
        var response = context.response();
        protect(context);
        response.putHeader("Content-Security-Policy", policy(nonce))
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var _ = response.end(document.with(nonce));
    }

    /// The page's files change with the service and have no version in their names, so browsers revalidate
    /// them. Library paths contain a version and may be cached.
    @Override
    public boolean passes(RoutingContext context) {
        var path = context.request().path();
        if (path != null && (path.startsWith(FILES) || path.startsWith(LIBRARIES))) {
            protect(context);
            if (path.startsWith(FILES)) {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE);
            }
        }
        return true;
    }

    /// Allows sources of the same origin only, no inline content but the style with the nonce, and no
    /// framing.
    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:;"
                + " connect-src 'self'; font-src 'self' data:; form-action 'none'; base-uri 'none';"
                + " frame-ancestors 'none'";
    }

    private static void protect(RoutingContext context) {
        context.response().putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
}
