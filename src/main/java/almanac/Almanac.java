package almanac;

import almanac.database.DatabaseConfig;
import almanac.database.EmbeddedPostgres;
import almanac.database.StartFailure;
import almanac.demo.Welcome;
import almanac.problem.TargetCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The service, from its first moment to its last: the database below it is up before Quarkus starts,
/// and goes down after it.
@QuarkusMain
public class Almanac implements QuarkusApplication {
    private static final long STOP_SECONDS = 60;

    private final Welcome welcome;

    Almanac(Welcome welcome) {
        this.welcome = welcome;
    }

    /// Starts the service.
    public static void main(String... arguments) {
        try {
            var settings = Settings.read();
            settings.publish();
            TargetCheck.takeOver();
            run(settings.database(), arguments);
        } catch (StartFailure failure) {
            System.err.println("Almanac cannot start. " + failure.getMessage());
            System.exit(1);
        }
    }

    private static void run(DatabaseConfig config, String... arguments) {
        if (config.url().isPresent()) {
            Quarkus.run(
                    Almanac.class,
                    (status, failure) -> {
                        tell(failure);
                        System.exit(status);
                    },
                    arguments);
            return;
        }
        var database = EmbeddedPostgres.start(config.data());
        database.settings().forEach(System::setProperty);
        var stopped = new CountDownLatch(1);
        // On SIGTERM the JVM ends when its hooks have: this one keeps it until the database is down.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "await-database"));
        Quarkus.run(
                Almanac.class,
                (status, failure) -> {
                    tell(failure);
                    database.close();
                    stopped.countDown();
                    System.exit(status);
                },
                arguments);
    }

    private static void tell(@Nullable Throwable failure) {
        if (failure != null) {
            // The log is not set up yet where Quarkus could not start.
            System.err.println("Almanac cannot start. " + failure);
            failure.printStackTrace();
        }
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Almanac did not stop in time.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int run(String... arguments) {
        welcome.greet();
        Quarkus.waitForExit();
        return 0;
    }
}
