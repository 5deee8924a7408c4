package almanac.storage.postgres;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The command line prefix with which a PostgreSQL program runs on this machine.
final class PostgresCommand {
    private static final Logger LOG = Logger.getLogger(PostgresCommand.class);

    private PostgresCommand() {}

    /// The prefix of a program that ends by itself. PostgreSQL refuses to run as root. In a user namespace
    /// without a mapping the process runs as `nobody` and still owns its files.
    static List<String> once() {
        return isRoot() ? List.of("unshare", "-U", "--") : List.of();
    }

    /// The prefix of the server. `setsid` gives it a session of its own, so that Ctrl-C in a terminal stops
    /// the service first and the database after it. `setpriv` makes the kernel send it SIGINT when the thread
    /// that started it ends, and so when the JVM dies.
    static List<String> server() {
        var prefix = new ArrayList<String>();
        if (answers("setsid", "true")) {
            prefix.add("setsid");
        }
        prefix.addAll(once());
        if (answers("setpriv", "--pdeathsig", "INT", "true")) {
            prefix.addAll(List.of("setpriv", "--pdeathsig", "INT"));
        }
        return prefix;
    }

    /// Checks the machine early, where the message can be plain.
    static void checkMachine() {
        if (isRoot() && !answers("unshare", "-U", "true")) {
            throw new StartFailure("PostgreSQL does not run as root, and this machine allows no user namespaces."
                    + " Start Almanac as another user, or set almanac.database.url to an external database.");
        }
    }

    /// Stops a server with SIGINT, PostgreSQL's fast shutdown: it closes sessions, where SIGTERM waits for
    /// them.
    static void interrupt(long pid) {
        if (!answers("sh", "-c", "kill -INT " + pid)) {
            LOG.warnf("PostgreSQL, process %d, could not be told to stop", pid);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean answers(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
