package almanac.base.http;

import almanac.base.problem.RequestCheck;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Registers all checks as two filters, one before CORS and one after it.
@Singleton
class RequestChecks {
    private static final int FRONT = 30_000;

    /// After CORS and before the resources.
    private static final int BACK = 250;

    private final List<RequestCheck> checks;

    RequestChecks(@All List<RequestCheck> checks) {
        this.checks = checks.stream()
                .sorted(Comparator.comparing(RequestCheck::place))
                .toList();
    }

    void register(@Observes Filters filters) {
        filters.register(filter(check -> check.place().isFront()), FRONT);
        filters.register(filter(check -> !check.place().isFront()), BACK);
    }

    private Handler<RoutingContext> filter(Predicate<RequestCheck> which) {
        var all = checks.stream().filter(which).toArray(RequestCheck[]::new);
        return context -> {
            for (var check : all) {
                if (!check.passes(context)) {
                    return;
                }
            }
            context.next();
        };
    }
}
