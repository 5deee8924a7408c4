package almanac.testing;

import almanac.base.http.TargetCheck;
import almanac.storage.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The real embedded PostgreSQL under the tests, in a fresh data directory below `target`; the packaged
/// service starts its own there.
public class EmbeddedDatabase implements QuarkusTestResourceLifecycleManager {
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        TargetCheck.takeOver();
        try {
            var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-data-");
            var settings =
                    new HashMap<>(Map.of("almanac.data", data.toAbsolutePath().toString()));
            var packaged = Boolean.getBoolean("almanac.packaged");
            if (packaged) {
                settings.put("almanac.admin.token", Api.ADMIN_TOKEN);
                settings.put("quarkus.management.port", "0");
            }
            // The binary has none of its own.
            if (!packaged || Program.isNative()) {
                postgres = EmbeddedPostgres.start(data);
                settings.putAll(postgres.settings());
            }
            return settings;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
