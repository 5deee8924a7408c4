package almanac;

import almanac.access.token.AdminToken;
import almanac.event.objectstore.ObjectStoreCheck;
import almanac.mirror.link.Vault;
import almanac.storage.database.Migration;
import almanac.storage.postgres.StartFailure;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The settings that are needed before Quarkus reads its own. Sources are environment variables, system
/// properties and the file `config/application.properties`, in Quarkus's order of precedence.
///
/// They are read one by one: only Quarkus can find the classes of a config mapping.
///
/// @param data the directory for all files
/// @param url the external database; without it the embedded one is started
/// @param user its user
/// @param password its password
/// @param migration which start migrates the schema
/// @param servesNothing whether this start only renews the administrator's token or copies attachments, and exits
/// @param derived settings whose values depend on others, as the one that counts requests
record Settings(
        Path data,
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Migration migration,
        boolean servesNothing,
        Map<String, String> derived) {
    private static final String DATA = "almanac.data";
    private static final String DATABASE = "almanac.database.";
    private static final String QUOTA = "almanac.quota.";
    private static final String REDIS = "redis";
    private static final Pattern REDIS_URL = Pattern.compile("rediss?://[^\\s/?#]+(/[0-9]*)?(\\?\\S*)?");
    private static final String CLOCK = "almanac.clock.source";
    private static final int FILE_ORDINAL = 260;

    /// Reads and checks the settings.
    ///
    /// @throws StartFailure naming each property with an invalid value, with a valid one, and each unknown
    ///     property, with the nearest known name
    static Settings read() {
        var known = KnownSettings.load();
        try {
            var given = given();
            var complaints = complaints(known, given);
            if (!complaints.isEmpty()) {
                throw new StartFailure(String.join(". ", complaints).replace("?. ", "? "));
            }
            return new Settings(
                    Path.of(text(given, DATA).orElse(isOn(given, "almanac.demo") ? demo() : "data")),
                    url(given),
                    text(given, DATABASE + "user"),
                    text(given, DATABASE + "password"),
                    text(given, DATABASE + "migrate").map(Migration::of).orElse(Migration.AT_START),
                    isOn(given, "almanac.admin.renew")
                            || text(given, "almanac.attachment.copy")
                                    .filter("only"::equalsIgnoreCase)
                                    .isPresent(),
                    derived(given));
        } catch (NoSuchElementException | IllegalArgumentException invalid) {
            throw new StartFailure(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /// What is wrong with the settings, a sentence each.
    private static List<String> complaints(KnownSettings known, SmallRyeConfig given) {
        return Stream.of(
                        known.unknown(given, System.getenv()).stream().map(known::question),
                        known.complaints(given).stream(),
                        secrets(given),
                        Stream.of(redisComplaint(given), mailComplaint(given)).flatMap(Optional::stream),
                        ObjectStoreCheck.complaints(name -> text(given, name)).stream())
                .flatMap(each -> each)
                .toList();
    }

    /// What is wrong with secrets. Their values are never repeated.
    static Stream<String> secrets(SmallRyeConfig given) {
        return Stream.concat(
                AdminToken.complaint(text(given, "almanac.admin.token"), isOn(given, "almanac.admin.renew")).stream(),
                Vault.complaints(
                        text(given, "almanac.upstream.encryption-key"),
                        given.getOptionalValues("almanac.upstream.former-encryption-keys", String.class)
                                .orElse(List.of()))
                        .stream());
    }

    /// Passes the settings to Quarkus.
    void publish() {
        System.setProperty(DATA, data.toAbsolutePath().normalize().toString());
        switch (migration) {
            case AT_START -> {}
            case NEVER -> System.setProperty("quarkus.flyway.migrate-at-start", "false");
            case ONLY -> serveNothing();
        }
        if (servesNothing) {
            serveNothing();
        }
        derived.forEach(System::setProperty);
    }

    /// On an external database other nodes may run. Only here it differs from the embedded one, whose address is
    /// published as well.
    private static Map<String, String> derived(SmallRyeConfig given) {
        var isExternal = url(given).isPresent();
        var store = text(given, QUOTA + "store").map(Settings::word).orElse(isExternal ? "database" : "memory");
        return Map.of(
                QUOTA + "store",
                store,
                "quarkus.redis.active",
                Boolean.toString(store.equals(REDIS)),
                CLOCK,
                text(given, CLOCK).orElse(isExternal ? "database" : "machine"));
    }

    /// The URL may contain a password, so it is not repeated.
    private static Optional<String> redisComplaint(SmallRyeConfig given) {
        var isChosen = text(given, QUOTA + "store").map(Settings::word).equals(Optional.of(REDIS));
        var url = text(given, QUOTA + "redis.url");
        if (!isChosen || url.filter(text -> REDIS_URL.matcher(text).matches()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("almanac.quota.store is \"redis\", and almanac.quota.redis.url is "
                + (url.isEmpty() ? "not set" : "not the address of a Redis")
                + "; for example almanac.quota.redis.url=redis://redis.example.com:6379");
    }

    /// A mail server takes no mail that has no sender.
    private static Optional<String> mailComplaint(SmallRyeConfig given) {
        return text(given, "quarkus.mailer.from").isEmpty() && isSet(given, "quarkus.mailer.host")
                ? Optional.of("quarkus.mailer.host is set, and quarkus.mailer.from is not;"
                        + " for example quarkus.mailer.from=calendar@example.com")
                : Optional.empty();
    }

    private static boolean isSet(SmallRyeConfig given, String name) {
        return text(given, name).isPresent();
    }

    private static Optional<String> url(SmallRyeConfig given) {
        return text(given, DATABASE + "url");
    }

    private static String word(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static void serveNothing() {
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.host-enabled", "false");
        System.setProperty("quarkus.scheduler.start-mode", "halted");
    }

    private static Optional<String> text(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    private static boolean isOn(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, Boolean.class).orElse(false);
    }

    /// The demo has a directory of its own, so that it never mixes with other data.
    private static String demo() {
        return Path.of("data", "demo").toString();
    }

    private static SmallRyeConfig given() {
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
        return builder.build();
    }
}
