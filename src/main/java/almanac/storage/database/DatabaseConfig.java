package almanac.storage.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/// Which PostgreSQL the service works on, and where it keeps what it keeps on disk.
@ConfigMapping(prefix = "almanac")
public interface DatabaseConfig {
    /// The directory for everything on disk: the embedded database and the attachments.
    @WithDefault("data")
    Path data();

    /// The external database, as `postgresql://host:5432/name`; without it the embedded one is started.
    @WithName("database.url")
    Optional<String> url();

    /// The user of the external database.
    @WithName("database.user")
    Optional<String> user();

    /// The password of the external database.
    @WithName("database.password")
    Optional<String> password();

    /// Who brings the schema up to date: each start before it serves (`at-start`), a start that ends
    /// when that is done (`only`), or such another one (`never`).
    @WithName("database.migrate")
    @WithDefault("at-start")
    Migration migrate();
}
