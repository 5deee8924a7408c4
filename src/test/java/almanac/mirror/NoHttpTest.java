package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A remote service that does not speak HTTP is shown in the state of the link, and is no failure of this
/// service.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class NoHttpTest extends MirrorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0000\u0001\u0002\u00ff\u00fe",
                "220 mail.there.example ESMTP\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nxyz",
                "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                ""
            })
    void whatIsNoHttpIsShownInTheStateOfTheLink(String said) throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var listener = Thread.ofVirtual().start(() -> answerAll(server, said));
            link(user, Map.of("base_url", "http://127.0.0.1:" + server.getLocalPort(), "access_token", "good-token"));
            await().atMost(PATIENCE).until(() -> state().get("data.last_error") != null);
            assertEquals("failing", state().getString("data.state"));
            nothingIsLinkedAnyMore();
            server.close();
            listener.join();
        }
    }

    private static void answerAll(ServerSocket server, String said) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                answer(connection, said);
            } catch (IOException closed) {
                // The service has ended the connection, or the test has ended the server.
            }
        }
    }

    private static void answer(Socket connection, String said) throws IOException {
        var head = connection.getInputStream().readNBytes(1);
        if (head.length == 1) {
            connection.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            connection.getOutputStream().flush();
        }
    }
}
