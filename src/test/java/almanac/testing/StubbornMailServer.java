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
/// answer, says nothing at all, breaks off within a mail, or is away.
public final class StubbornMailServer implements AutoCloseable {
    private static final String OK = "250 OK";

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile ServerSocket socket;
    private volatile Mood mood = Mood.TALKING;
    private volatile String answer = OK;

    private StubbornMailServer() {
        socket = listen(0);
    }

    private enum Mood {
        TALKING,
        SILENT,
        BREAKING_OFF
    }

    /// Starts one.
    public static StubbornMailServer start() {
        return new StubbornMailServer();
    }

    private ServerSocket listen(int port) {
        try {
            var listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(listening));
            return listening;
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
        answer = line;
        mood = Mood.TALKING;
    }

    /// Takes connections and says nothing.
    public void saysNothing() {
        mood = Mood.SILENT;
    }

    /// Takes mails until their first line, and closes the connection then.
    public void breaksOff() {
        answer = OK;
        mood = Mood.BREAKING_OFF;
    }

    /// Takes no connections any more.
    public void goesAway() {
        close();
    }

    /// Takes connections again, on the same port, and all mails.
    public void comesBack() {
        answers(OK);
        socket = listen(port());
    }

    /// The mails that it took, whole.
    public List<String> taken() {
        return List.copyOf(taken);
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            if (mood != Mood.SILENT) {
                say(client, "220 stubborn ESMTP");
            }
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (mood != Mood.SILENT) {
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
            if (mood == Mood.BREAKING_OFF) {
                client.close();
                return;
            }
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
