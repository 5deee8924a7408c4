package almanac.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Pages of series cover 31 days before now and 180 after it, less a part of a page. The log is not polled, nobody may
/// be
/// asked for free times, and there is no quota.
public class ShortHorizon implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "almanac.change.poll-interval", "1h",
                "almanac.freebusy.visibility", "none",
                "almanac.quota.enabled", "false",
                "almanac.recurrence.horizon", "180d",
                "almanac.recurrence.past", "31d");
    }
}
