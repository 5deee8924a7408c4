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
import java.util.NoSuchElementException;

/// The settings that are needed before Quarkus reads its own: environment, system properties and the
/// file `config/application.properties`, in Quarkus's order of precedence.
///
/// @param database where the data is
record Settings(DatabaseConfig database) {
    private static final String DATA = "almanac.data";
    private static final int FILE_ORDINAL = 260;

    static Settings read() {
        try {
            var given = builder().build();
            if (isDemo(given) && given.getOptionalValue(DATA, String.class).isEmpty()) {
                // A demo never mixes with what somebody keeps.
                System.setProperty(DATA, Path.of("data", "demo").toString());
            }
            var config = builder().withMapping(DatabaseConfig.class).build();
            return new Settings(config.getConfigMapping(DatabaseConfig.class));
        } catch (NoSuchElementException | IllegalArgumentException invalid) {
            throw new StartFailure(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /// What was decided here, told to Quarkus.
    void publish() {
        System.setProperty(DATA, database.data().toAbsolutePath().normalize().toString());
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
