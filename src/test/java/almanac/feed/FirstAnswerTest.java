package almanac.feed;

import static almanac.feed.Dashboard.CALENDARS;
import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.RawHttp;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a URL answers at first: a page of JSON, or the beginning of a stream.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FirstAnswerTest extends FeedTest {
    private static final long WINDOW = Duration.ofDays(31).toMillis();

    @Inject
    DataSource database;

    private User user;
    private long start;

    @BeforeEach
    void whoAndWhen() {
        start = clock.millis();
        user = own.user();
    }

    @Test
    @DisplayName("1.1 one URL answers a page of JSON or a stream, by what is asked for")
    void theAcceptHeaderChoosesBetweenListAndStream() {
        for (var path : List.of(EVENTS, CALENDARS, LOG)) {
            for (var accept : List.of("application/json", "*/*")) {
                user.call().accept(accept).get(path).then().statusCode(200).contentType("application/json");
            }
            try (var stream = own.open(path)) {
                assertEquals(200, stream.status());
                assertTrue(stream.headers()
                        .firstValue("Content-Type")
                        .orElseThrow()
                        .startsWith("text/event-stream"));
            }
            for (var accept : List.of("TEXT/EVENT-STREAM", "text/*", "application/json;q=0, */*")) {
                var head = user.call().header("Accept", accept).head(path);
                assertEquals(200, head.statusCode(), accept + " at " + path);
                assertTrue(head.contentType().startsWith("text/event-stream"), accept + " at " + path);
            }
        }
        try (var refused = own.open(EVENTS + "?from=x")) {
            assertEquals(400, refused.status());
        }
        try (var narrow =
                SseClient.open(service, EVENTS, Api.token(user.zuid(), List.of("ZohoCalendar.search.READ")))) {
            assertEquals(403, narrow.status());
        }
    }

    @Test
    @DisplayName("1.2 the log is read in pages that go on from a cursor, by calendar and by type")
    void theLogIsReadInPages() {
        var since = own.get(LOG).getString("cursor");
        var events = List.of(own.create("One"), own.create("Two"), own.create("Three"));
        var calendar = own.makeCalendar("Other");
        var first = own.get(LOG + "?limit=2&type=event&since=" + since);
        assertEquals(List.of(events.get(0).get("id"), events.get(1).get("id")), first.getList("data.id"));
        assertTrue(first.getBoolean("more"));
        var rest = own.get(LOG + "?since=" + first.getString("cursor"));
        assertEquals(events.get(2).get("id"), rest.getString("data[0].id"));
        assertEquals(calendar, rest.getString("data[1].calendar_id"));
        assertEquals(2, rest.getList("data").size());
        assertTrue(!rest.getBoolean("more"));
        assertEquals(
                List.of("calendar"),
                own.get(LOG + "?calendar_id=" + calendar + "&since=" + since).getList("data.type"));
        assertEquals(
                List.of(), own.get(LOG + "?since=" + rest.getString("cursor")).getList("data"));
    }

    @Test
    @DisplayName("1.2 a page of a long log with little that a filter lets through comes forward all the same")
    void aPageOfWhatIsFilteredOutGoesOn() throws Exception {
        var since = own.get(LOG).getString("cursor");
        var wanted = own.makeCalendar("Wanted");
        HandMadeChange.many(database, user.zuid(), 12_000, 10, start);
        own.create("Last");
        var pages = 0;
        for (var more = true; more; pages++) {
            var page = own.get(LOG + "?type=calendar&since=" + since);
            assertEquals(pages == 0 ? List.of(wanted) : List.of(), page.getList("data.calendar_id"));
            since = page.getString("cursor");
            more = page.getBoolean("more");
        }
        assertEquals(3, pages);
        own.create("New");
        assertEquals(List.of("New"), own.get(LOG + "?since=" + since).getList("data.item.title"));
    }

    @Test
    @DisplayName("1.3 who streams from the cursor of a write sees that write and all after it")
    void theCursorOfAWriteIsRightBeforeIt() {
        own.create("Before");
        var answer = user.call()
                .contentType("application/json")
                .body(Api.event("Mine"))
                .post(EVENTS);
        var cursor = answer.header("Almanac-Cursor");
        assertTrue(cursor.matches("[A-Za-z0-9_~.-]+"), cursor);
        var mine = answer.<String>path("data[0].id");
        var after = own.create("After").get("id");
        for (var path : List.of(EVENTS, LOG)) {
            try (var stream = own.resume(path, cursor)) {
                var ids = Dashboard.ids(stream.until("ready"));
                assertEquals(List.of(mine, after), ids.subList(ids.indexOf(mine), ids.size()));
            }
        }
        assertTrue(own.get(LOG + "?since=" + cursor).getList("data.id").contains(mine));
    }

    @Test
    @DisplayName("2.1 the snapshot has the items of the list, byte for byte, and then says that it is ready")
    void theSnapshotIsTheListItself() {
        own.create("Tea");
        own.create("Grüße, \"Ännchen\" \\ 🎉\u2028");
        for (var path : List.of(EVENTS, CALENDARS)) {
            var json = user.call().get(path).then().extract().asString();
            try (var stream = own.open(path)) {
                var messages = stream.until("ready");
                var items = messages.subList(0, messages.size() - 1).stream()
                        .map(Message::data)
                        .toList();
                assertTrue(json.contains("[" + String.join(",", items) + "]"), json + items);
                var ready = messages.getLast();
                assertEquals(items.size(), ready.<Integer>get("count"));
                assertEquals(ready.id(), ready.get("cursor"));
            }
        }
        try (var stream = own.open(EVENTS)) {
            var ready = stream.until("ready").getLast();
            assertEquals(start, ready.<Long>get("from"));
            assertEquals(start + WINDOW, ready.<Long>get("to"));
        }
    }

    @Test
    @DisplayName("1.1 who asks for the head alone gets it, and the connection its next answer")
    void aHeadOpensNoStream() throws IOException {
        for (var path : List.of(EVENTS, CALENDARS, LOG)) {
            try (var socket = RawHttp.connect()) {
                var head = ask(socket, "HEAD " + path, "text/event-stream");
                assertTrue(head.startsWith("HTTP/1.1 200 "), head);
                assertTrue(head.toLowerCase(Locale.ROOT).contains("content-type: text/event-stream"), head);
                own.create("Tea");
                own.open(LOG).close();
                var next = ask(socket, "GET /api/v2/quota", "application/json");
                assertTrue(next.startsWith("HTTP/1.1 200 "), next);
            }
        }
    }

    /// Sends a request on a connection that stays open, and reads the head of what comes back.
    private String ask(Socket socket, String line, String accept) throws IOException {
        socket.setSoTimeout(20_000);
        var out = socket.getOutputStream();
        out.write(RawHttp.bytes(line + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
                + "\r\nAuthorization: Bearer " + user.token() + "\r\n\r\n"));
        out.flush();
        var head = new StringBuilder();
        for (int read;
                head.indexOf("\r\n\r\n") < 0 && (read = socket.getInputStream().read()) >= 0; ) {
            head.append((char) read);
        }
        return head.toString();
    }
}
