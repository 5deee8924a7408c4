package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that drops its connection loses its answer, and nothing else: what was begun is finished
/// whole.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class DroppedConnectionTest {
    private static final int USERS = 3;
    private static final int REQUESTS = 15;

    private final Storage storage;

    DroppedConnectionTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8, 16})
    void finishesTheWritesOfClientsThatLeave(int later) throws IOException {
        var users = IntStream.range(0, USERS).mapToObj(number -> Api.user()).toList();
        leaveAfter(later, users);
        for (var user : users) {
            Api.create(user, Api.event("After"));
        }
        awaitQuiet();
        assertTrue(events(users) >= USERS);
        assertEquals(0, eventsWithoutOneChange(users));
        assertEquals(0, storage.count("select count(*) from invitation where event_id not in (select id from event)"));
    }

    /// Each client leaves when so many others have sent their requests: at every stage of its write.
    private static void leaveAfter(int later, List<Api.User> users) throws IOException {
        var open = new ArrayDeque<Socket>();
        for (var request = 0; request < REQUESTS; request++) {
            for (var user : users) {
                open.add(send(user, body(), body().length(), request % 2 == 0));
                if (open.size() > later) {
                    open.remove().close();
                }
            }
        }
        for (var socket : open) {
            socket.close();
        }
    }

    @Test
    void writesNothingForRequestsThatStopInTheMiddle() throws IOException {
        var user = Api.user();
        var whole = body();
        for (var length = 0; length < whole.length(); length += 20) {
            send(user, whole.substring(0, length), whole.length(), length % 40 == 0)
                    .close();
        }
        awaitQuiet();
        assertEquals(0, events(List.of(user)));
        user.call().get("/api/v2/events").then().statusCode(200);
    }

    private static String body() {
        return "{\"title\":\"Dropped\",\"start_time\":1,\"end_time\":2,\"timezone\":\"UTC\","
                + "\"attendees\":[\"a@example.org\",\"b@example.org\"]}";
    }

    /// @param reset whether closing the connection will also tear it down
    private static Socket send(Api.User user, String body, int length, boolean reset) throws IOException {
        var socket = RawHttp.connect();
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.getOutputStream()
                .write(RawHttp.bytes("POST /api/v2/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + user.token() + "\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\n\r\n" + body));
        socket.getOutputStream().flush();
        return socket;
    }

    /// Waits until the database has nothing to do.
    private void awaitQuiet() {
        await().during(Duration.ofMillis(300))
                .until(() -> storage.count("select count(*) from pg_stat_activity where backend_type = 'client backend'"
                                + " and state <> 'idle' and pid <> pg_backend_pid()")
                        == 0);
    }

    private long events(List<Api.User> users) {
        return storage.count("select count(*) from event where organizer in (" + zuids(users) + ")");
    }

    /// One statement, so that it sees one moment.
    private long eventsWithoutOneChange(List<Api.User> users) {
        return storage.count("select count(*) from event e where organizer in (" + zuids(users) + ")"
                + " and 1 <> (select count(*) from change c where c.kind = 'event' and c.subject = e.id)");
    }

    private static String zuids(List<Api.User> users) {
        return String.join(",", users.stream().map(Api.User::zuid).toList());
    }
}
