package almanac;

import almanac.access.token.AdminToken;
import almanac.base.http.TargetCheck;
import almanac.demo.Welcome;
import almanac.event.attachment.AttachmentCopy;
import almanac.storage.database.DatabaseConfig;
import almanac.storage.database.Migration;
import almanac.storage.database.Schema;
import almanac.storage.postgres.EmbeddedPostgres;
import almanac.storage.postgres.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The entry point of the service. The database is started before Quarkus, and stopped after it.
@QuarkusMain
public class Almanac implements QuarkusApplication {
    private static final long STOP_SECONDS = 60;
    private static final String CACHE = "vertx.cacheDirBase";

    private final Welcome welcome;
    private final DatabaseConfig config;
    private final AdminToken adminToken;
    private final AttachmentCopy copy;

    Almanac(Welcome welcome, DatabaseConfig config, AdminToken adminToken, AttachmentCopy copy) {
        this.welcome = welcome;
        this.config = config;
        this.adminToken = adminToken;
        this.copy = copy;
    }

    /// Starts the service.
    public static void main(String... arguments) {
        try {
            var settings = Settings.read();
            settings.publish();
            takeOwnCache();
            TargetCheck.takeOver();
            run(settings, arguments);
        } catch (StartFailure failure) {
            System.err.println("Almanac cannot start. " + failure.getMessage());
            System.exit(1);
        }
    }

    /// Gives Vert.x a cache directory of its own, for the files that it unpacks from the jar. By default all
    /// users of a machine share one directory, which only the user that made it can always enter.
    private static void takeOwnCache() {
        if (System.getProperty(CACHE) != null) {
            return;
        }
        try {
            var cache = Files.createTempDirectory("almanac-");
            System.setProperty(CACHE, cache.toString());
            // Vert.x empties it at its end.
            cache.toFile().deleteOnExit();
        } catch (IOException failure) {
            throw new StartFailure(
                    "The directory for temporary files, " + System.getProperty("java.io.tmpdir")
                            + ", cannot be written to; name another one, for example -Djava.io.tmpdir=/var/tmp.",
                    failure);
        }
    }

    private static void run(Settings settings, String... arguments) {
        var external = settings.url();
        if (external.isPresent()) {
            skipMigration(Schema.check(external.get(), settings.user(), settings.password(), settings.migration()));
            run(arguments, () -> {});
            return;
        }
        var database = EmbeddedPostgres.start(settings.data(), Almanac::end);
        var stopped = new CountDownLatch(1);
        try {
            check(database, settings.migration());
        } catch (StartFailure failure) {
            database.close();
            throw failure;
        }
        // On SIGTERM the JVM exits after its shutdown hooks: this one waits until the database is stopped.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "await-database"));
        run(arguments, () -> {
            database.close();
            stopped.countDown();
        });
    }

    private static void check(EmbeddedPostgres database, Migration migration) {
        var settings = database.settings();
        settings.forEach(System::setProperty);
        skipMigration(Schema.check(
                settings.getOrDefault("almanac.database.url", ""),
                Optional.ofNullable(settings.get("almanac.database.user")),
                Optional.ofNullable(settings.get("almanac.database.password")),
                migration));
    }

    /// Flyway takes a good part of the start, so it is not run when the schema is up to date.
    private static void skipMigration(boolean isUpToDate) {
        if (isUpToDate) {
            System.setProperty("quarkus.flyway.migrate-at-start", "false");
        }
    }

    private static void run(String[] arguments, Runnable atTheEnd) {
        Quarkus.run(
                Almanac.class,
                (status, failure) -> {
                    tell(failure);
                    atTheEnd.run();
                    System.exit(status);
                },
                arguments);
    }

    private static void tell(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        // Logging is not set up yet when Quarkus fails to start.
        var sentence = BadStart.explain(failure);
        System.err.println("Almanac cannot start. " + sentence.orElse(failure.toString()));
        if (sentence.isEmpty()) {
            failure.printStackTrace();
        }
    }

    /// Exits in a thread of its own: the shutdown stops the thread that watches the database, which calls
    /// this.
    private static void end() {
        new Thread(() -> System.exit(1), "end").start();
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Almanac did not stop within " + STOP_SECONDS + " s.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int run(String... arguments) {
        if (config.migrate() == Migration.ONLY) {
            System.out.println(Schema.report());
            return 0;
        }
        if (adminToken.isRenewed()) {
            return 0;
        }
        if (copy.isAsked()) {
            System.out.println(copy.run());
            return 0;
        }
        welcome.greet();
        Quarkus.waitForExit();
        return 0;
    }
}
