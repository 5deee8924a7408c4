package almanac.access.quota;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jboss.logging.Logger;

/// Registers a [QuotaFilter] for each resource method that is counted, and a [BulkheadFilter] for each one
/// with [UserBulkhead]. Knows the names of all counted calls.
@Singleton
@jakarta.ws.rs.ext.Provider
class QuotaFilters implements DynamicFeature {
    private static final Logger LOG = Logger.getLogger(QuotaFilters.class);

    private final NavigableSet<String> calls = new ConcurrentSkipListSet<>();
    private final Provider<Quotas> quotas;
    private final Provider<Bulkheads> bulkheads;

    QuotaFilters(Provider<Quotas> quotas, Provider<Bulkheads> bulkheads) {
        this.quotas = quotas;
        this.bulkheads = bulkheads;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var quota = resource.getResourceMethod().getAnnotation(Quota.class);
        if (quota != null && !quota.value().equals(Quota.FREE)) {
            calls.add(quota.value());
            context.register(new QuotaFilter(quotas, quota.value(), isStream(resource.getResourceMethod())));
        }
        if (resource.getResourceMethod().isAnnotationPresent(UserBulkhead.class)) {
            context.register(new BulkheadFilter(bulkheads));
        }
    }

    private static boolean isStream(Method method) {
        var produces = method.getAnnotation(Produces.class);
        return produces != null && List.of(produces.value()).contains(MediaType.SERVER_SENT_EVENTS);
    }

    /// Warns about settings for a call that does not exist: a mistyped name would have no effect otherwise.
    void tellUnknown(@Observes StartupEvent event) {
        quotas.get()
                .unknown(calls)
                .forEach(name -> LOG.warnf(
                        "almanac.quota.calls.%s has no effect, as no call has this name; the calls are %s",
                        name, String.join(", ", calls)));
    }

    /// The names of the counted calls, sorted.
    NavigableSet<String> calls() {
        return calls;
    }
}
