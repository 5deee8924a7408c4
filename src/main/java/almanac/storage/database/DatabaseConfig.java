package almanac.storage.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/// Which PostgreSQL the service uses, and where it stores files.
@ConfigMapping(prefix = "almanac")
public interface DatabaseConfig {
    /// The directory for all files: the embedded database and the attachments.
    @WithDefault("data")
    Path data();

    /// The external database, as `postgresql://host:5432/name`. Without it the embedded one is started.
    @WithName("database.url")
    Optional<String> url();

    /// The same database past a pooler, in the same form, for what a pooler in transaction mode cannot do:
    /// LISTEN, and migrations. Without it `almanac.database.url` serves.
    @WithName("database.direct-url")
    Optional<String> directUrl();

    /// The user of the external database.
    @WithName("database.user")
    Optional<String> user();

    /// The password of the external database.
    @WithName("database.password")
    Optional<String> password();

    /// Which start migrates the schema: every start, before it serves (`at-start`); this start, which then
    /// exits (`only`); or another process (`never`).
    @WithName("database.migrate")
    @WithDefault("at-start")
    Migration migrate();
}
