package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// An S3 object store in a process of its own, behind a [TcpProxy]: it can be away. It has one bucket, and asks nobody
/// for a key.
public final class ObjectStoreServer implements AutoCloseable {
    /// A property with the address of the bucket without the proxy, for tests that do not start the server themselves.
    public static final String ADDRESS = "testing.bucket";

    private static final String BUCKET = "files";
    private static final Pattern PORT = Pattern.compile("Tomcat started on ports \\d+ \\(https\\), (\\d+) \\(http\\)");
    private static final Pattern STARTED = Pattern.compile("Started S3MockApplication");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path log;
    private final int port;
    private final TcpProxy proxy;

    private ObjectStoreServer(Process process, Path log) {
        this.process = process;
        this.log = log;
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || has(STARTED));
        var found = PORT.matcher(log());
        if (!process.isAlive() || !found.find()) {
            process.destroyForcibly();
            throw new IllegalStateException("The object store did not start: " + log());
        }
        this.port = Integer.parseInt(found.group(1));
        this.proxy = TcpProxy.to(port);
    }

    /// Starts one with an empty bucket; its objects and its log lie below `target`.
    public static ObjectStoreServer start() {
        try {
            var root = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "objects-");
            var log = root.resolve("server.log");
            var command = List.of(
                    Program.java("java"),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    program().toString(),
                    "--server.port=0",
                    "--com.adobe.testing.s3mock.httpPort=0",
                    "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                    "--com.adobe.testing.s3mock.store.root=" + Files.createDirectory(root.resolve("root")));
            return new ObjectStoreServer(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The jar that is the program: the one on the class path with the launcher in it.
    private static Path program() {
        var launcher = ObjectStoreServer.class
                .getClassLoader()
                .getResource("org/springframework/boot/loader/launch/JarLauncher.class");
        var file = String.valueOf(launcher).replaceFirst("^jar:", "").replaceFirst("!.*$", "");
        return Path.of(URI.create(file));
    }

    /// What points a service at it, by way of the proxy.
    public Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "almanac.attachment.store", "s3",
                "almanac.attachment.s3.endpoint", "http://127.0.0.1:" + proxy.port(),
                "almanac.attachment.s3.bucket", BUCKET,
                "almanac.attachment.s3.path-style", "true",
                "almanac.attachment.s3.access-key", "key-of-the-tests",
                "almanac.attachment.s3.secret-key", "secret-of-the-tests"));
    }

    /// The address of the bucket without the proxy.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/" + BUCKET);
    }

    /// The bucket, for tests to look into.
    public Bucket bucket() {
        return new Bucket(address());
    }

    /// Closes all connections, and each new one at once.
    public void leave() {
        proxy.refuse();
    }

    /// Is there again.
    public void comeBack() {
        proxy.leadTo(port);
    }

    /// Sends so many more bytes, and then nothing until [#letThrough]; connections stay open.
    public void holdBack(long bytes) {
        proxy.holdBackAfter(bytes);
    }

    /// Sends everything again.
    public void letThrough() {
        proxy.holdBackAfter(Long.MAX_VALUE);
    }

    /// Begins to count what it sends.
    public void count() {
        proxy.holdBackAfter(Long.MAX_VALUE);
    }

    /// The bytes that it has sent since [#holdBack] or [#count].
    public long sent() {
        return proxy.sent();
    }

    private boolean has(Pattern line) {
        return line.matcher(log()).find();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        proxy.close();
        process.destroyForcibly().onExit().join();
    }
}
