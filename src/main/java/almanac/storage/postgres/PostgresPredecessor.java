package almanac.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The server process that used the cluster before. After a `kill -9` of the JVM it is still shutting down
/// for a moment, and two servers on one directory would corrupt it.
///
/// PostgreSQL guards against that with its pid file, but takes any running process with that pid for a
/// server; after the restart of a container the pid is usually in use. So the file is removed once no server
/// runs: a server and each of its children has the cluster as its working directory. A server that does not
/// stop within 15 s is killed; PostgreSQL recovers from that.
record PostgresPredecessor(Path cluster) {
    static final String PID_FILE = "postmaster.pid";
    private static final Logger LOG = Logger.getLogger(PostgresPredecessor.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final long FORCE_SECONDS = 15;
    private static final long POLL_MILLIS = 20;

    static PostgresPredecessor of(Path cluster) {
        return new PostgresPredecessor(cluster);
    }

    /// Tells the processes that use the cluster to stop, and waits for their end.
    ///
    /// @throws IllegalStateException where one still runs after 30 s
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
            LOG.info("Waiting for the PostgreSQL of the previous run to shut down");
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

    /// Another program, such as a shell, may have its working directory there.
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
