package almanac.base.http;

import almanac.base.problem.RequestCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Answers `/q/metrics` in the text format of Prometheus where OpenMetrics is not asked for by its name:
/// `curl` and `promtool` take either, and read the former.
@Singleton
class MetricsFormat implements RequestCheck {
    private static final String PATH = "/q/metrics";
    private static final String OPEN_METRICS = "openmetrics";
    private static final String TEXT = "text/plain";

    @Override
    public Place place() {
        return Place.METRICS;
    }

    @Override
    public boolean passes(RoutingContext context) {
        var request = context.request();
        if (PATH.equals(request.path())) {
            var accept = String.join(",", request.headers().getAll(HttpHeaders.ACCEPT));
            if (!accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS)) {
                request.headers().set(HttpHeaders.ACCEPT, TEXT);
            }
        }
        return true;
    }
}
