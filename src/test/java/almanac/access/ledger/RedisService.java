package almanac.access.ledger;

import almanac.testing.RedisServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/// A Redis in which the service counts. `main`, which makes the client active, does not run in these tests.
public final class RedisService implements QuarkusTestResourceLifecycleManager {
    private RedisServer server;
    private Map<String, String> more = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        more = arguments;
    }

    @Override
    public Map<String, String> start() {
        server = RedisServer.start();
        var settings = new HashMap<>(more);
        settings.put("almanac.quota.store", "redis");
        settings.put("almanac.quota.redis.url", server.url());
        settings.put("quarkus.redis.active", "true");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                server, field -> field.getType().equals(RedisServer.class) && !Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
