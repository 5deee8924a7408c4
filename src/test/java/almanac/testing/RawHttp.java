package almanac.testing;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Requests byte by byte, as no client would send them.
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    /// The method and the path of a request line.
    private static final Pattern LINE = Pattern.compile("([A-Z]+) (/[^ ?#]*)[^ ]* HTTP/1\\.[01]");

    private RawHttp() {}

    /// What came back.
    ///
    /// @param status the status code; 0 where the connection was closed without an answer
    /// @param headers by their names in lower case
    /// @param body what followed
    public record Answer(int status, Map<String, String> headers, String body) {
        static Answer parse(String text) {
            var end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Answer(0, Map.of(), text);
            }
            var lines = text.substring(0, end).lines().toList();
            var headers = new TreeMap<String, String>();
            for (var line : lines.subList(1, lines.size())) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            var status = Integer.parseInt(lines.getFirst().substring(9, 12));
            return new Answer(status, headers, text.substring(end + 4));
        }

        /// A header's value; null where there is none.
        public String header(String name) {
            return headers.get(name);
        }
    }

    /// Writes a request to a connection.
    public interface Request {
        /// @throws IOException where the other side has closed the connection
        void writeTo(OutputStream out) throws IOException;
    }

    /// A request without a body: its first line, and headers beside `Host` and `Connection`.
    public static Answer send(String line, String... headers) {
        return send(RestAssured.port, line, headers);
    }

    /// The same to another port.
    public static Answer send(int port, String line, String... headers) {
        var head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return exchange(port, out -> out.write(bytes(head.append("\r\n").toString())));
    }

    /// Sends a request and reads until the service closes the connection.
    public static Answer exchange(Request request) {
        return exchange(RestAssured.port, request);
    }

    private static Answer exchange(int port, Request request) {
        try (var socket = connect(port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = new FirstLine(socket.getOutputStream());
            try {
                request.writeTo(out);
                out.flush();
            } catch (IOException refused) {
                // The service may answer and close before the request is through; the answer is read all the same.
            }
            var answer = Answer.parse(readAll(socket));
            if (port == RestAssured.port) {
                // The document is that of the public port.
                hold(out.text(), answer);
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Holds the answer against the OpenAPI document, where the request has a line that names a call.
    private static void hold(String line, Answer answer) {
        var parts = LINE.matcher(line);
        if (answer.status() == 0 || !parts.matches()) {
            return;
        }
        var isWhole = answer.header("content-length") != null || answer.body().isEmpty();
        DocumentedAnswers.hold(
                parts.group(1),
                parts.group(2),
                new OpenApiDocument.Answer(
                        answer.status(),
                        String.valueOf(answer.header("content-type")),
                        answer.headers().keySet(),
                        isWhole ? answer.body() : null));
    }

    /// Passes everything on, and keeps the first line.
    private static final class FirstLine extends FilterOutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean isComplete;

        FirstLine(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            keep(value);
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (var at = from; at < from + length && !isComplete; at++) {
                keep(bytes[at]);
            }
            out.write(bytes, from, length);
        }

        private void keep(int value) {
            isComplete |= value == '\r' || value == '\n';
            if (!isComplete) {
                line.write(value);
            }
        }

        String text() {
            return line.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /// A connection to the service under test.
    public static Socket connect() throws IOException {
        return connect(RestAssured.port);
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /// Whether the other side has ended a connection, found out without reading from it.
    public static boolean isClosed(Socket socket) {
        try {
            socket.sendUrgentData(0);
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /// Text as it goes over the wire.
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Reads until the answer is whole or the connection ends: the service keeps one open for as long
    /// as it waits for the rest of a request that it has already answered.
    private static String readAll(Socket socket) throws IOException {
        var text = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            for (int read; !isWhole(text) && (read = socket.getInputStream().read(buffer)) >= 0; ) {
                text.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            // Closed by the other side with bytes of ours unread.
            return text.toString(StandardCharsets.UTF_8);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(ByteArrayOutputStream text) {
        var answer = Answer.parse(text.toString(StandardCharsets.ISO_8859_1));
        var length = answer.header("content-length");
        return length != null && answer.body().length() >= Integer.parseInt(length);
    }
}
