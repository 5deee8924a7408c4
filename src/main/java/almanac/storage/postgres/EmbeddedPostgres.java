package almanac.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A PostgreSQL server that starts and stops with the service. It is durable, listens on a free port of
/// 127.0.0.1, has a random password, and keeps its files in the data directory.
public final class EmbeddedPostgres implements AutoCloseable {
    private final DirectoryLock lock;
    private final PostgresServer server;
    private final PostgresCluster cluster;

    private EmbeddedPostgres(DirectoryLock lock, PostgresServer server, PostgresCluster cluster) {
        this.lock = lock;
        this.server = server;
        this.cluster = cluster;
    }

    /// Starts the database of a data directory. The first start makes the cluster, which takes some seconds.
    ///
    /// @throws StartFailure where the directory is in use, the machine does not allow it, or the server does
    ///     not start
    public static EmbeddedPostgres start(Path data) {
        return start(data, () -> {});
    }

    /// Starts the database of a data directory.
    ///
    /// @param onLoss called if the server ends later and cannot be restarted
    public static EmbeddedPostgres start(Path data, Runnable onLoss) {
        PostgresCommand.checkMachine();
        var directory = data.toAbsolutePath().normalize();
        var lock = DirectoryLock.take(directory);
        try {
            removeLeftovers(directory);
            removeUploads(directory.resolve("uploads"));
            var binaries = PostgresBinaries.unpackInto(directory);
            var cluster = PostgresCluster.in(directory.resolve("postgres"), binaries);
            var server = PostgresServer.start(binaries, cluster, directory.resolve("postgres.log"), onLoss);
            return new EmbeddedPostgres(lock, server, cluster);
        } catch (StartFailure failure) {
            lock.close();
            throw failure;
        }
    }

    /// The settings of a connection to this database.
    public Map<String, String> settings() {
        return Map.of(
                "almanac.database.url",
                "postgresql://127.0.0.1:" + server.port() + "/" + PostgresCluster.DATABASE,
                "almanac.database.user",
                PostgresCluster.USER,
                "almanac.database.password",
                cluster.password());
    }

    /// Stops the server and releases the data directory.
    @Override
    public void close() {
        server.stop();
        lock.close();
    }

    /// Removes the half-made directories of an interrupted first start.
    private static void removeLeftovers(Path directory) {
        try (var entries = Files.list(directory)) {
            for (var entry : entries.toList()) {
                var name = entry.getFileName().toString();
                if (name.startsWith("unpacking-") || name.startsWith("making-database-")) {
                    PostgresBinaries.deleteTree(entry);
                }
            }
        } catch (IOException failure) {
            throw new StartFailure("The data directory " + directory + " cannot be used: " + failure, failure);
        }
    }

    /// Removes incomplete uploads of the previous run. No other process uses this directory.
    private static void removeUploads(Path uploads) {
        if (!Files.isDirectory(uploads)) {
            return;
        }
        try (var files = Files.newDirectoryStream(uploads, Files::isRegularFile)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new StartFailure("The directory of uploads " + uploads + " cannot be used: " + failure, failure);
        }
    }
}
