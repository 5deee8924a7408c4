package almanac;

import almanac.database.DatabaseConfig;
import almanac.database.StartFailure;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/// The settings that are needed before Quarkus reads its own: environment, system properties and the
/// file `config/application.properties`, in Quarkus's order of precedence.
///
/// @param database where the data is
/// @param unknown the names of Almanac's own that set nothing
record Settings(DatabaseConfig database, List<String> unknown) {
    private static final String DATA = "almanac.data";
    private static final int FILE_ORDINAL = 260;

    /// Reads and checks them.
    ///
    /// @throws StartFailure naming each property that is wrong, and a value that would do
    static Settings read() {
        var known = KnownSettings.load();
        try {
            var given = builder().build();
            var complaints = known.complaints(given);
            if (!complaints.isEmpty()) {
                throw new StartFailure(String.join(". ", complaints));
            }
            if (isDemo(given) && given.getOptionalValue(DATA, String.class).isEmpty()) {
                // A demo never mixes with what somebody keeps.
                System.setProperty(DATA, Path.of("data", "demo").toString());
            }
            var config = builder().withMapping(DatabaseConfig.class).build();
            return new Settings(config.getConfigMapping(DatabaseConfig.class), known.unknown(given, System.getenv()));
        } catch (NoSuchElementException | IllegalArgumentException invalid) {
            throw new StartFailure(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /// What was decided here, told to Quarkus.
    void publish() {
        System.setProperty(DATA, database.data().toAbsolutePath().normalize().toString());
        switch (database.migrate()) {
            case AT_START -> {}
            case NEVER -> System.setProperty("quarkus.flyway.migrate-at-start", "false");
            case ONLY -> {
                System.setProperty("quarkus.http.host-enabled", "false");
                System.setProperty("quarkus.scheduler.start-mode", "halted");
            }
        }
    }

    private static boolean isDemo(SmallRyeConfig config) {
        return config.getOptionalValue("almanac.demo", Boolean.class).orElse(false);
    }

    private static SmallRyeConfigBuilder builder() {
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withValidateUnknown(false);
        var file = Path.of("config", "application.properties");
        if (Files.isReadable(file)) {
            try {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return builder;
    }
}
