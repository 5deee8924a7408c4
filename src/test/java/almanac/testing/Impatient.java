package almanac.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Locks are waited for for 400 ms, and a reader that takes nothing is cut off after 500.
public class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "almanac.feed.spool", "128M",
                "almanac.feed.stall", "500ms",
                "almanac.quota.limit", "1000",
                // A body that waits with its request for its turn has not arrived.
                "almanac.request.body-time", "30s",
                "quarkus.datasource.reactive.additional-properties.lock_timeout", "400ms");
    }
}
