package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The packaged service in a JVM of its own, with 512 MB of heap, as it runs in production.
public final class PackagedService implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");
    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final Path log;
    private final URI address;
    private final URI management;

    private PackagedService(Process process, Path log) {
        this.process = process;
        this.log = log;
        Awaitility.await().atMost(START).pollInterval(Duration.ofMillis(100)).until(this::hasAddressOrEnded);
        this.address = found(ADDRESS);
        this.management = found(MANAGEMENT);
    }

    private URI found(Pattern pattern) {
        var found = pattern.matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("The service did not start: " + log());
        }
        return URI.create("http://127.0.0.1:" + found.group(1));
    }

    /// Starts the service; its log goes to `target/<name>.log`.
    public static PackagedService start(String name, Map<String, String> settings) {
        return start(name, "512m", settings);
    }

    /// The same with another heap.
    ///
    /// @param heap its size, as in `256m`
    public static PackagedService start(String name, String heap, Map<String, String> settings) {
        return start(List.of(), name, heap, settings);
    }

    /// The same under another program.
    ///
    /// @param prefix what stands before the command; it becomes the service, and does not start it as a child
    public static PackagedService start(List<String> prefix, String name, Map<String, String> settings) {
        return start(prefix, name, "512m", settings);
    }

    private static PackagedService start(List<String> prefix, String name, String heap, Map<String, String> settings) {
        var all = new ArrayList<String>();
        settings.forEach((key, value) -> all.add("-D" + key + "=" + value));
        all.addAll(List.of(
                "-Dquarkus.http.port=0",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.http.access-log.pattern=answered %h %{d,call} %s %D",
                "-Dalmanac.admin.token=" + Api.ADMIN_TOKEN));
        var log = Path.of("target", name + ".log");
        var command = new ArrayList<>(prefix);
        command.addAll(Program.command(heap, all));
        try {
            return new PackagedService(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where it answers.
    public URI address() {
        return address;
    }

    /// Where it answers for health and metrics.
    public URI management() {
        return management;
    }

    /// What it has logged so far.
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The heap that is in use after a collection, in bytes.
    public long heapAfterCollection() {
        Command.succeed(Program.java("jcmd"), Long.toString(process.pid()), "GC.run");
        return (long) Metrics.of(management).sum("jvm_memory_used_bytes{area=\"heap\"");
    }

    private boolean hasAddressOrEnded() {
        return !process.isAlive() || ADDRESS.matcher(log()).find();
    }

    /// Ends it where it stands, as a machine that loses its power does.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Stops all its threads where they stand; connections stay open.
    public void freeze() {
        Command.signal(process, "-STOP");
    }

    /// Lets the threads go on.
    public void thaw() {
        Command.signal(process, "-CONT");
    }

    /// Asks it to stop.
    public void askToStop() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
