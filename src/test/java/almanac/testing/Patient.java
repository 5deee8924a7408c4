package almanac.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// What waits may wait as long as a test likes: for locks, for the database, for a turn, and for a reader that takes
/// nothing.
public class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "almanac.database.call-limit", "2m",
                "almanac.database.patience", "2m",
                "almanac.database.silent-for", "2m",
                "almanac.feed.spool", "128M",
                "almanac.feed.stall", "10m",
                "almanac.quota.at-once-patience", "10s",
                "almanac.quota.limit", "1000",
                "quarkus.datasource.reactive.additional-properties.lock_timeout", "2min",
                "quarkus.datasource.reactive.additional-properties.statement_timeout", "2min");
    }
}
