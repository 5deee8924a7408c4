package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy on a port of its own, which can refuse connections, or swallow what is sent without
/// closing any.
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean refuses;

    /// What was opened before this swallows everything.
    private volatile int swallowing;

    private final AtomicInteger generation = new AtomicInteger();

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// A proxy to a port of this machine.
    public static TcpProxy to(int port) {
        try {
            return new TcpProxy(port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where it listens.
    public int port() {
        return door.getLocalPort();
    }

    /// Leads to another port from now on.
    public void leadTo(int port) {
        target = port;
        refuses = false;
    }

    /// Closes all connections, and each new one at once.
    public void refuse() {
        refuses = true;
        open.forEach(TcpProxy::close);
    }

    /// Swallows everything on the connections there are, and on new ones, for as long as it is told to.
    public void swallow() {
        swallowing = Integer.MAX_VALUE;
    }

    /// Lets new connections through again; the old ones stay silent for ever.
    public void letNewOnesThrough() {
        swallowing = generation.incrementAndGet();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        if (refuses) {
            close(client);
            return;
        }
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            var born = generation.get();
            Thread.ofVirtual().start(() -> pump(client, server, born));
            Thread.ofVirtual().start(() -> pump(server, client, born));
        } catch (IOException nobodyThere) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, int born) {
        try (from;
                to) {
            var buffer = new byte[16_384];
            for (int read; (read = from.getInputStream().read(buffer)) >= 0; ) {
                if (born >= swallowing) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException ended) {
            // One side has gone: the other one goes with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            // It is closed.
        }
        open.forEach(TcpProxy::close);
    }
}
