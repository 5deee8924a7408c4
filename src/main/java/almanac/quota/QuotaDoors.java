package almanac.quota;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// Puts a [QuotaDoor] in front of each resource method that is counted, and knows which these are.
@Singleton
@jakarta.ws.rs.ext.Provider
class QuotaDoors implements DynamicFeature {
    private final NavigableSet<String> calls = new ConcurrentSkipListSet<>();
    private final Provider<Quotas> quotas;

    QuotaDoors(Provider<Quotas> quotas) {
        this.quotas = quotas;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var quota = resource.getResourceMethod().getAnnotation(Quota.class);
        if (quota != null && !quota.value().equals(Quota.FREE)) {
            calls.add(quota.value());
            context.register(new QuotaDoor(quotas, quota.value()));
        }
    }

    /// The names of the calls that are counted, in their order.
    NavigableSet<String> calls() {
        return calls;
    }
}
