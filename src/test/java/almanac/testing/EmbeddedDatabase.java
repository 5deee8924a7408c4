package almanac.testing;

import almanac.database.EmbeddedPostgres;
import almanac.problem.TargetCheck;
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
            if (Boolean.getBoolean("almanac.packaged")) {
                return Map.of("almanac.data", data.toAbsolutePath().toString(), "almanac.admin.token", Api.ADMIN_TOKEN);
            }
            postgres = EmbeddedPostgres.start(data);
            var settings = new HashMap<>(postgres.settings());
            settings.put("almanac.data", data.toAbsolutePath().toString());
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
