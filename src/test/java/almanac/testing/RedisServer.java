package almanac.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import redis.embedded.core.ExecutableProvider;

/// A Redis on a free port of this machine, which can be killed, stopped where it stands, and started again. It keeps
/// nothing over its end.
public final class RedisServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");

    private final Path program;
    private final Path folder;
    private final int port;
    private Process process;

    private RedisServer(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /// Starts a new one, of version 6.2.
    public static RedisServer start() {
        try {
            var folder = folder();
            var program =
                    ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
            return new RedisServer(program.toPath().toAbsolutePath(), folder, freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts a new one, of the version that is installed on this machine.
    public static RedisServer startInstalled() {
        Assertions.assertTrue(Files.isExecutable(INSTALLED), "a drill needs Redis: apt-get install redis-server");
        try {
            return new RedisServer(INSTALLED, folder(), freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory(
                Files.createDirectories(Path.of("target")).toAbsolutePath(), "redis-");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() {
        try {
            var started = new ProcessBuilder(
                            program.toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            Awaitility.await().atMost(START).until(this::answers);
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean answers() {
        try {
            return ask("PING").equals("+PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /// Its address.
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /// Its port.
    public int port() {
        return port;
    }

    /// The first line of the answer to a command.
    public String ask(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(START.toMillis()));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends it where it stands: everything that it knew is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Starts it again, empty, on the same port.
    public void startAgain() {
        process = launch();
    }

    /// Stops it where it stands; connections stay open.
    public void freeze() {
        Command.signal(process, "-STOP");
    }

    /// Lets it go on.
    public void thaw() {
        Command.signal(process, "-CONT");
    }

    @Override
    public void close() {
        kill();
    }
}
