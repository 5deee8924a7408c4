package almanac.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/// With a mail server, and with the scheduled jobs; there is no quota.
public class WithMail implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(MailBox.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("almanac.quota.enabled", "false", "quarkus.scheduler.start-mode", "normal");
    }
}
