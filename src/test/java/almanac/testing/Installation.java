package almanac.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The packaged service as somebody installs it: a process on a data directory, to be started, killed
/// and ended.
public final class Installation implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Almanac is ready: (\\S+)");
    private static final Pattern HEALTH = Pattern.compile("Health +(\\S+)/q/health");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private Installation(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// A directory for the service's data, with nothing in it.
    public static Path freshData() throws IOException {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "test-data-");
    }

    /// Starts the service on a data directory and waits until it says where it is.
    public static Installation start(Path data, String... settings) throws IOException {
        var service = launch(List.of(), data, settings);
        service.awaitReady();
        return service;
    }

    /// Starts the service, without waiting.
    ///
    /// @param prefix what stands before the command, such as the program that changes the user
    public static Installation launch(List<String> prefix, Path data, String... settings) throws IOException {
        var output = Files.createTempFile(Path.of("target").toAbsolutePath(), "installation-", ".log");
        var all = new ArrayList<>(
                List.of("-Dquarkus.http.port=0", "-Dquarkus.management.port=0", "-Dalmanac.quota.enabled=false"));
        // A machine that also compiles is slow at times, and what is tested here is not how long is too long.
        all.add("-Dalmanac.database.silent-for=20s");
        all.add("-Dalmanac.data=" + data);
        all.addAll(List.of(settings));
        var command = new ArrayList<>(prefix);
        command.addAll(Program.command("256m", all));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Installation(process, output);
    }

    /// Waits until the service says where it is.
    public void awaitReady() {
        await().atMost(PATIENCE).until(() -> ADDRESS.matcher(output()).find() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the service ended: " + output());
        }
    }

    /// Where it says that it is.
    public String address() {
        return said(ADDRESS);
    }

    /// Where it says that it answers for health and metrics.
    public String management() {
        return said(HEALTH);
    }

    private String said(Pattern address) {
        var found = address.matcher(output());
        if (!found.find()) {
            throw new AssertionError("no address in " + output());
        }
        return found.group(1);
    }

    /// A request to it.
    public RequestSpecification call(String token) {
        return RestAssured.given().baseUri(address()).header("Authorization", "Bearer " + token);
    }

    /// Everything it has printed.
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends it as `kill -9` does.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Asks it to end, as `kill` does, and answers its status.
    ///
    /// @throws AssertionError where it takes longer than this
    public int terminate(Duration atMost) throws InterruptedException {
        process.destroy();
        return exit(atMost);
    }

    /// Waits until it has ended by itself, and answers its status.
    public int exit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the service does not end: " + output());
        }
        return process.exitValue();
    }

    /// Ends it, whatever state it is in.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
