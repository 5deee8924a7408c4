package almanac.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A mail server (RFC 5321) on a free port that takes no mail until it is told to: it refuses each recipient with an
/// answer, says nothing at all, breaks off within a mail, or is away.
public final class StubbornMailServer implements AutoCloseable {
    private static final String OK = "250 OK";
    private static final String CRLF = "\r\n";

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
            for (var line = line(in); line != null; line = line(in)) {
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
            for (var text = line(in); text != null && !text.equals("."); text = line(in)) {
                mail.append(text).append(CRLF);
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

    /// A line that ends in CRLF and nothing less; null at the end.
    private static @Nullable String line(Reader in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n' && line.toString().endsWith(CRLF)) {
                return line.substring(0, line.length() - CRLF.length());
            }
        }
        return null;
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + CRLF).getBytes(StandardCharsets.UTF_8));
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
