package almanac.page;

import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Serves the page at `/`, and says of its files how a browser is to treat them.
///
/// The files themselves lie under `META-INF/resources` and come from there; the document does not,
/// since each response has a nonce of its own: FullCalendar reads it from the document for the one
/// style element that it makes.
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
        var nonce = document.nonce();
        var response = context.response();
        protect(context);
        response.putHeader("Content-Security-Policy", policy(nonce))
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var _ = response.end(document.with(nonce));
    }

    /// The files of the page change with the service and have no version in their names: they are asked
    /// for again each time. Those of libraries have one, and may be kept.
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

    /// Nothing from elsewhere, nothing inline but the style with the nonce, nobody's frame.
    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:;"
                + " connect-src 'self'; font-src 'self' data:; form-action 'none'; base-uri 'none';"
                + " frame-ancestors 'none'";
    }

    private static void protect(RoutingContext context) {
        context.response().putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
}
