package almanac.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/// Attachments in an object store.
public class InBucket implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Server.class));
    }

    /// Starts the store with the application, and ends it with it.
    public static class Server implements QuarkusTestResourceLifecycleManager {
        private ObjectStoreServer server;

        @Override
        public Map<String, String> start() {
            server = ObjectStoreServer.start();
            var settings = server.settings();
            settings.put(ObjectStoreServer.ADDRESS, server.address().toString());
            return settings;
        }

        @Override
        public void stop() {
            if (server != null) {
                server.close();
            }
        }
    }
}
