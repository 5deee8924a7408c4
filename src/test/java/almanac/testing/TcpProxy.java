package almanac.testing;

import java.io.IOException;
import java.io.OutputStream;
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

    /// How many bytes the servers may still send.
    private final Allowance allowance = new Allowance();

    /// Counts the bytes that servers send, and stops them at a number.
    private static final class Allowance {
        private long sent;
        private long most = Long.MAX_VALUE;

        synchronized void begin(long bytes) {
            sent = 0;
            most = bytes;
            notifyAll();
        }

        synchronized long sent() {
            return sent;
        }

        /// Waits until some may be sent.
        ///
        /// @return how many of so many
        synchronized int take(int wanted) throws InterruptedException {
            while (sent >= most) {
                wait();
            }
            var taken = (int) Math.min(wanted, most - sent);
            sent += taken;
            return taken;
        }
    }

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

    /// Counts from now on what servers send, and stops them after so many bytes; connections stay open. The number
    /// holds for all connections together, and until the next call.
    public void holdBackAfter(long bytes) {
        allowance.begin(bytes);
    }

    /// The bytes that servers have sent since the count began.
    public long sent() {
        return allowance.sent();
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
            Thread.ofVirtual().start(() -> pump(client, server, born, false));
            Thread.ofVirtual().start(() -> pump(server, client, born, true));
        } catch (IOException nobodyThere) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, int born, boolean isCounted) {
        try (from;
                to) {
            var buffer = new byte[16_384];
            for (int read; (read = from.getInputStream().read(buffer)) >= 0; ) {
                if (born >= swallowing) {
                    write(to.getOutputStream(), buffer, read, isCounted);
                }
            }
        } catch (IOException ended) {
            // One side has gone: the other one goes with it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void write(OutputStream to, byte[] buffer, int length, boolean isCounted)
            throws IOException, InterruptedException {
        for (var written = 0; written < length; ) {
            var part = isCounted ? allowance.take(length - written) : length;
            to.write(buffer, written, part);
            written += part;
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
