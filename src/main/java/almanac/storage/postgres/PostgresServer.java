package almanac.storage.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The server process, and the thread that starts it, watches it, and restarts it if it ends unexpectedly.
///
/// The thread has to live as long as the JVM: the kernel sends the server its parent death signal when the
/// thread that forked it ends, not when the process does.
final class PostgresServer {
    private static final Logger LOG = Logger.getLogger(PostgresServer.class);
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 30;
    private static final long POLL_MILLIS = 20;
    private static final int READY_LINE = 7;
    private static final int MOST_FAILURES = 5;
    private static final long FAILURE_PAUSE_MILLIS = 1000;

    private final PostgresBinaries binaries;
    private final PostgresCluster cluster;
    private final Path log;
    private final Runnable onLoss;
    private final int port;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final Thread keeper;
    private volatile boolean stopping;
    private volatile @Nullable Process process;

    private PostgresServer(PostgresBinaries binaries, PostgresCluster cluster, Path log, Runnable onLoss) {
        this.binaries = binaries;
        this.cluster = cluster;
        this.log = log;
        this.onLoss = onLoss;
        this.port = freePort();
        this.keeper = Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keep);
    }

    /// Starts the server and waits until it accepts connections.
    ///
    /// @param onLoss called if the server ends later and cannot be restarted
    /// @throws StartFailure with the last lines of the server's log, where it is not ready within 60 s
    static PostgresServer start(PostgresBinaries binaries, PostgresCluster cluster, Path log, Runnable onLoss) {
        var server = new PostgresServer(binaries, cluster, log, onLoss);
        server.keeper.start();
        try {
            server.firstReady.get(START_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while PostgreSQL was starting.", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            server.stop();
            throw new StartFailure(
                    "PostgreSQL did not start; the end of " + log + " says: " + server.endOfLog(), failure);
        }
    }

    /// The port on 127.0.0.1. It stays the same after a restart of the server.
    int port() {
        return port;
    }

    /// Stops the server. Open transactions are rolled back; committed ones are on disk.
    void stop() {
        stopping = true;
        var running = process;
        if (running != null && running.isAlive()) {
            PostgresCommand.interrupt(running.pid());
            try {
                if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("PostgreSQL did not stop within 30 s and is killed");
                    running.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        keeper.interrupt();
    }

    private void keep() {
        try {
            for (var failures = 0; !stopping && failures < MOST_FAILURES; ) {
                failures = runOnce() ? 0 : failures + 1;
            }
            lose("it ended " + MOST_FAILURES + " times before it was ready");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException failure) {
            if (!firstReady.completeExceptionally(failure)) {
                lose(String.valueOf(failure.getMessage()));
            }
        }
    }

    /// Ends the process: without its database the service would never become ready again.
    private void lose(String reason) {
        if (!stopping) {
            LOG.errorf("PostgreSQL cannot be restarted, and Almanac exits: %s", reason);
            onLoss.run();
        }
    }

    /// @return whether the server was ready before it ended
    private boolean runOnce() throws IOException, InterruptedException {
        PostgresPredecessor.of(cluster.directory()).awaitEnd();
        var running = launch();
        process = running;
        while (running.isAlive() && !isReady(running.pid())) {
            Thread.sleep(POLL_MILLIS);
        }
        var isReady = running.isAlive();
        if (isReady) {
            firstReady.complete(null);
        }
        var status = running.waitFor();
        if (!firstReady.isDone()) {
            throw new IllegalStateException("PostgreSQL ended with status " + status);
        }
        if (!stopping) {
            LOG.warnf("PostgreSQL ended with status %d and is restarted", status);
            Thread.sleep(isReady ? 0 : FAILURE_PAUSE_MILLIS);
        }
        return isReady;
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(PostgresCommand.server());
        command.addAll(List.of(
                binaries.program("postgres"),
                "-D",
                cluster.directory().toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "timezone=UTC",
                "-c",
                "fsync=on",
                // The server log contains neither row values nor statement texts.
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "max_connections=100",
                "-c",
                "shared_buffers=128MB"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// The server writes "ready" to the last line of its pid file, beside its pid. So another server on the
    /// same port is not taken for this one.
    private boolean isReady(long pid) throws IOException {
        var lines = Files.exists(pidFile()) ? Files.readAllLines(pidFile()) : List.<String>of();
        return lines.size() > READY_LINE
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(READY_LINE).strip().equals("ready");
    }

    private Path pidFile() {
        return cluster.directory().resolve(PostgresPredecessor.PID_FILE);
    }

    private String endOfLog() {
        try {
            var lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException unreadable) {
            return "(unreadable)";
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new StartFailure("No free port for PostgreSQL: " + failure, failure);
        }
    }
}
