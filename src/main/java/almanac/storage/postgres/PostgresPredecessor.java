package almanac.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The server that ran on a cluster before: after a `kill -9` of the JVM it is still shutting down for
/// a moment, and two on one directory must never be.
///
/// PostgreSQL itself guards against that with its pid file, but takes any process of that number for a
/// server, which after a restart of a container is the rule. So the file is removed once it is certain
/// that nobody works there: a server and each of its children has the cluster as its working directory.
/// One that does not stop when it is asked to is ended by force, which PostgreSQL recovers from.
record PostgresPredecessor(Path cluster) {
    static final String PID_FILE = "postmaster.pid";
    private static final Logger LOG = Logger.getLogger(PostgresPredecessor.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final long FORCE_SECONDS = 15;
    private static final long POLL_MILLIS = 20;

    static PostgresPredecessor of(Path cluster) {
        return new PostgresPredecessor(cluster);
    }

    /// Waits until nobody works on the cluster, telling those who do to stop.
    ///
    /// @throws IllegalStateException where somebody still does after half a minute
    void awaitEnd() throws IOException, InterruptedException {
        var pidFile = cluster.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        var begin = System.nanoTime();
        var deadline = begin + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var force = begin + TimeUnit.SECONDS.toNanos(FORCE_SECONDS);
        var working = working();
        if (!working.isEmpty()) {
            LOG.info("Waiting for the PostgreSQL of the last run to shut down");
            working.forEach(process -> PostgresCommand.interrupt(process.pid()));
        }
        while (!working.isEmpty()) {
            if (System.nanoTime() - force > 0) {
                working.stream().filter(PostgresPredecessor::isServer).forEach(ProcessHandle::destroyForcibly);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the PostgreSQL of the last run does not end: " + working);
            }
            Thread.sleep(POLL_MILLIS);
            working = working();
        }
        Files.deleteIfExists(pidFile);
    }

    private List<ProcessHandle> working() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    /// Another program may have its working directory there, such as a shell.
    private static boolean isServer(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(cluster);
        } catch (IOException | SecurityException goneOrForeign) {
            return false;
        }
    }
}
