package almanac.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server (RFC 5321) on a free port that takes no mail until it is told to: it refuses each recipient with an
/// answer, or says nothing at all.
public final class StubbornMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile String answer = "250 OK";
    private volatile boolean isSilent;

    private StubbornMailServer(ServerSocket socket) {
        this.socket = socket;
        Thread.ofVirtual().start(this::accept);
    }

    /// Starts one.
    public static StubbornMailServer start() {
        try {
            return new StubbornMailServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Its port.
    public int port() {
        return socket.getLocalPort();
    }

    /// What each recipient is answered from now on, such as `450 try again later`.
    public void answers(String line) {
        isSilent = false;
        answer = line;
    }

    /// Takes connections and says nothing.
    public void saysNothing() {
        isSilent = true;
    }

    /// The mails that it took, whole.
    public List<String> taken() {
        return List.copyOf(taken);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            if (!isSilent) {
                say(client, "220 stubborn ESMTP");
            }
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!isSilent) {
                    answer(client, in, line.toUpperCase(Locale.ROOT));
                }
            }
        } catch (IOException gone) {
            // The client has gone.
        }
    }

    private void answer(Socket client, BufferedReader in, String line) throws IOException {
        if (line.startsWith("RCPT")) {
            say(client, answer);
        } else if (line.startsWith("DATA")) {
            say(client, "354 go on");
            var mail = new StringBuilder();
            for (var text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                mail.append(text).append('\n');
            }
            taken.add(mail.toString());
            say(client, "250 taken");
        } else if (line.startsWith("QUIT")) {
            say(client, "221 bye");
            client.close();
        } else {
            say(client, "250 stubborn");
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
