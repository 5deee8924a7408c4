package almanac.testing;

import almanac.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/// A PostgreSQL that is not the service's own, behind a [TcpProxy]: it can be stopped, ended and lost.
public final class ExternalDatabase implements AutoCloseable {
    private static final Duration END = Duration.ofMinutes(1);
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Path data;
    private final TcpProxy proxy;
    private EmbeddedPostgres postgres;

    private ExternalDatabase(Path data) {
        this.data = data;
        this.postgres = EmbeddedPostgres.start(data);
        this.proxy = TcpProxy.to(port());
    }

    /// Starts a new one below `target`.
    public static ExternalDatabase start(String name) {
        try {
            return startIn(Files.createTempDirectory(Files.createDirectories(Path.of("target")), name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts a new one in a directory.
    public static ExternalDatabase startIn(Path data) {
        return new ExternalDatabase(data);
    }

    /// What points a service at it, by way of the proxy.
    public Map<String, String> settings() {
        var settings = new HashMap<>(postgres.settings());
        settings.put("almanac.database.url", "postgresql://127.0.0.1:" + proxy.port() + "/almanac");
        settings.put("almanac.data", data.toAbsolutePath().toString());
        return settings;
    }

    /// The way to it.
    public TcpProxy proxy() {
        return proxy;
    }

    /// Stops every process of it where it stands; connections stay open.
    public void freeze() {
        signal("-STOP");
        // Those that were made while the others were looked for; now nobody makes any more.
        signal("-STOP");
    }

    /// Lets the processes go on.
    public void thaw() {
        signal("-CONT");
    }

    /// Shuts it down.
    public void end() {
        postgres.close();
        proxy.refuse();
    }

    /// Kills every process of it where it stands.
    public void crash() {
        signal("-KILL");
        postgres.close();
        proxy.refuse();
        // What watches the server may have begun to start it again; that one ends with its watcher.
        Awaitility.await().atMost(END).during(SETTLED).until(() -> processes().isEmpty());
    }

    /// Starts it again on the same data, on another port.
    public void startAgain() {
        postgres = EmbeddedPostgres.start(data);
        proxy.leadTo(port());
    }

    /// Starts it again where it has ended by itself.
    public void startAgainIfEnded() {
        if (!answers()) {
            end();
            startAgain();
        }
    }

    private boolean answers() {
        try {
            return ask("select true").equals(Set.of("t"));
        } catch (IllegalStateException ended) {
            return false;
        }
    }

    /// Keeps a copy of it as it is now, as a standby that hears nothing more.
    public void keepCopy() {
        postgres.close();
        Command.succeed("cp", "-a", cluster().toString(), copy().toString());
        startAgain();
    }

    /// Loses it, and promotes the copy in its place.
    public void failOverToCopy() {
        end();
        Command.succeed("rm", "-r", cluster().toString());
        Command.succeed("mv", copy().toString(), cluster().toString());
        promote();
    }

    /// Promotes a standby that lacks nothing in its place.
    public void failOver() {
        end();
        promote();
    }

    /// A recovery that finds no more WAL ends with a new timeline, as the promotion of a standby does.
    private void promote() {
        try {
            Files.createFile(cluster().resolve("recovery.signal"));
            Files.writeString(
                    cluster().resolve("postgresql.auto.conf"),
                    "restore_command = 'false'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        startAgain();
        Awaitility.await().until(() -> ask("select pg_is_in_recovery()").equals(Set.of("f")));
    }

    private Path cluster() {
        return data.resolve("postgres");
    }

    private Path copy() {
        return data.resolve("postgres-copy");
    }

    /// The first column of each row of a query, straight from the database.
    public Set<String> ask(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new HashSet<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Somebody else at the database.
    public Rival rival() throws SQLException {
        return Rival.of(connect());
    }

    private Connection connect() throws SQLException {
        var settings = postgres.settings();
        return DriverManager.getConnection(
                "jdbc:" + settings.get("almanac.database.url"),
                settings.get("almanac.database.user"),
                settings.get("almanac.database.password"));
    }

    private int port() {
        return URI.create(postgres.settings().get("almanac.database.url")).getPort();
    }

    /// The server and its children have the cluster as their working directory.
    private void signal(String signal) {
        var pids = String.join(" ", processes().stream().map(String::valueOf).toList());
        // One that has ended meanwhile makes kill fail.
        var _ = Command.run("sh", "-c", "kill " + signal + " " + pids);
    }

    private List<Long> processes() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(this::worksHere)
                .toList();
    }

    private boolean worksHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(data.resolve("postgres").toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        thaw();
        proxy.close();
        postgres.close();
    }
}
