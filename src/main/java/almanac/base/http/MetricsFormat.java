package almanac.base.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Answers `/q/metrics` in the Prometheus text format unless `Accept` names OpenMetrics. `curl` and
/// `promtool` accept any type, and expect the text format.
@Singleton
class MetricsFormat {
    private static final String PATH = "/q/metrics";
    private static final String OPEN_METRICS = "openmetrics";
    private static final String TEXT = "text/plain";

    /// After the check of the path, which a route with a path requires.
    void register(@Observes ManagementInterface management) {
        management.router().route(PATH).order(Integer.MIN_VALUE + 1).handler(MetricsFormat::choose);
    }

    private static void choose(RoutingContext context) {
        var headers = context.request().headers();
        var accept = String.join(",", headers.getAll(HttpHeaders.ACCEPT));
        if (!accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS)) {
            headers.set(HttpHeaders.ACCEPT, TEXT);
        }
        context.next();
    }
}
