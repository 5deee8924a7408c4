package almanac.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A real PostgreSQL that lives and dies with the service: durable, on a free port of 127.0.0.1, behind
/// a random password, its files under the data directory.
public final class EmbeddedPostgres implements AutoCloseable {
    private final DirectoryLock lock;
    private final PostgresServer server;
    private final PostgresCluster cluster;

    private EmbeddedPostgres(DirectoryLock lock, PostgresServer server, PostgresCluster cluster) {
        this.lock = lock;
        this.server = server;
        this.cluster = cluster;
    }

    /// Starts the database of a data directory; the first start makes it, which takes some seconds.
    ///
    /// @throws StartFailure in one sentence: the directory is in use, the machine is not fit, the
    ///     server did not start
    public static EmbeddedPostgres start(Path data) {
        return start(data, () -> {});
    }

    /// The same.
    ///
    /// @param onLoss called where the server has ended later and cannot be started again
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

    /// What points the service at this database.
    public Map<String, String> settings() {
        return Map.of(
                "almanac.database.url",
                "postgresql://127.0.0.1:" + server.port() + "/" + PostgresCluster.DATABASE,
                "almanac.database.user",
                PostgresCluster.USER,
                "almanac.database.password",
                cluster.password());
    }

    /// Stops the server and gives the data directory up.
    @Override
    public void close() {
        server.stop();
        lock.close();
    }

    /// What an interrupted first start left half made.
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

    /// What the last run had not received to its end: nobody else works in this directory.
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
