package almanac.drill;

import almanac.testing.Command;
import almanac.testing.PackagedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;

/// The load balancer of a drill: nginx, as a process of its own on a free port.
final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log error.log warn;
            events { worker_connections 8192; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                upstream almanac {
            %s
                }
                server {
                    listen 127.0.0.1:%d;
                    location / {
                        proxy_pass http://almanac;
                        proxy_http_version 1.1;
                        proxy_set_header Host $host;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                        proxy_connect_timeout 2s;
                        proxy_read_timeout 1h;
                        proxy_next_upstream error timeout;
                    }
                }
            }
            """;

    private final Path directory;
    private final int port;
    private final Process process;

    private Nginx(List<PackagedService> nodes) throws IOException {
        directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "nginx-");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        write(nodes);
        process = command()
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
        Awaitility.await().until(() -> Files.exists(directory.resolve("nginx.pid")));
    }

    /// Starts it in front of nodes.
    static Nginx before(List<PackagedService> nodes) {
        Assertions.assertTrue(
                Files.isExecutable(Path.of("/usr/sbin/nginx")), "a drill needs nginx: apt-get install nginx-light");
        try {
            return new Nginx(nodes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where clients find the service.
    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Leads new requests to other nodes. Running ones stay where they are.
    void leadTo(List<PackagedService> nodes) {
        try {
            write(nodes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Command.signal(process, "-HUP");
    }

    private void write(List<PackagedService> nodes) throws IOException {
        var servers = nodes.stream()
                .map(node -> "        server 127.0.0.1:" + node.address().getPort() + " max_fails=1 fail_timeout=1s;")
                .collect(Collectors.joining("\n"));
        Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(servers, port));
    }

    private ProcessBuilder command() {
        return new ProcessBuilder(
                "/usr/sbin/nginx",
                "-p",
                directory.toString(),
                "-c",
                directory.resolve("nginx.conf").toString(),
                "-e",
                directory.resolve("error.log").toString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
