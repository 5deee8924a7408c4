package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A list with more events than are held in memory at once is sent as it is read; a list can be asked for in pages.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class LongListTest {
    private static final int MANY = 2_000;
    private static final String WINDOW = "/api/v2/events?from=" + Api.TEN + "&to=" + (Api.TEN + 31 * Api.DAY);

    private static final String CLONE = """
            insert into event (id, calendar_id, starts_at, ends_at, size, search, organizer, edit_tag, created_at,
                modified_at, document)
            select id || n, calendar_id, starts_at + n * 60000, ends_at + n * 60000, size, 'number ' || n, organizer,
                edit_tag, created_at, modified_at,
                replace(replace(replace(replace(document, id, id || n), 'Tea', 'Number ' || n),
                    '"start_time":' || starts_at, '"start_time":' || starts_at + n * 60000),
                    '"end_time":' || ends_at, '"end_time":' || ends_at + n * 60000)
            from event, generate_series(1, %d) n where id = '%s'
            """;

    @Inject
    Storage storage;

    @Test
    void listsEveryEventInOrder() {
        var user = userWithMany();
        var list = user.call().get(WINDOW).then().statusCode(200).extract();
        assertTrue(list.contentType().startsWith("application/json"), list.contentType());
        var ids = list.jsonPath().<String>getList("data.id");
        assertEquals(MANY + 1, ids.size());
        assertEquals(ids.stream().distinct().count(), ids.size());
        assertEquals("organizer", list.jsonPath().getString("data[" + MANY + "].role"));
        var starts = list.jsonPath().<Long>getList("data.start_time");
        assertEquals(starts.stream().sorted().toList(), starts);
        assertEquals(ids, pages(user, 300, ""));
    }

    @Test
    void findsAmongMany() {
        var user = userWithMany();
        user.call().get(WINDOW + "&search=NUMBER 77_").then().statusCode(200).body("data.size()", equalTo(0));
        user.call().get(WINDOW + "&search=NUMBER 77").then().statusCode(200).body("data.size()", equalTo(11));
        assertEquals(11, pages(user, 2, "&search=number 77").size());
        assertEquals(MANY, pages(user, 700, "&search=num").size());
    }

    @Test
    void saysNothingOfMoreWhereThereIsNone() {
        var user = Api.user();
        Api.create(user, Api.event("Tea"));
        var page = user.call()
                .get(WINDOW + "&limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(1, page.getList("data").size());
        assertNull(page.get("next"));
    }

    @Test
    void answersTheHeadOfALongListWithoutABody() {
        var user = userWithMany();
        var head = user.call().head(WINDOW);
        assertEquals(200, head.statusCode());
        assertTrue(head.body().asString().isEmpty());
        user.call().get("/api/v2/calendars").then().statusCode(200);
    }

    @Test
    void cutsOffAReaderThatTakesNothing() throws IOException {
        var user = userWithMany("x".repeat(10_000));
        try (var socket = unread(user)) {
            assertEquals('H', socket.getInputStream().read());
            await().atMost(Duration.ofSeconds(60)).until(() -> RawHttp.isClosed(socket));
        }
        user.call().get("/api/v2/calendars").then().statusCode(200);
    }

    @Test
    void sendsTwoLongListsOfAnAccountAtOnce() throws IOException {
        var user = userWithMany("x".repeat(10_000));
        var other = userWithMany();
        try (var first = unread(user);
                var second = unread(user)) {
            assertEquals('H', first.getInputStream().read());
            assertEquals('H', second.getInputStream().read());
            user.call().get(WINDOW).then().statusCode(503).body("code", equalTo("overloaded"));
            other.call().get(WINDOW).then().statusCode(200);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> user.call().get(WINDOW).statusCode() == 200);
    }

    /// A list that is asked for and not read.
    private static Socket unread(Api.User user) throws IOException {
        var socket = RawHttp.connect();
        socket.getOutputStream()
                .write(RawHttp.bytes("GET " + WINDOW + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + user.token()
                        + "\r\n\r\n"));
        return socket;
    }

    private static List<String> pages(Api.User user, int limit, String more) {
        var ids = new ArrayList<String>();
        var next = "";
        do {
            JsonPath page = user.call()
                    .get(WINDOW + "&limit=" + limit + more + next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var some = page.<String>getList("data.id");
            assertTrue(some.size() <= limit);
            ids.addAll(some);
            next = page.get("next") == null ? "" : "&page=" + page.getString("next");
            assertFalse(some.isEmpty());
        } while (!next.isEmpty());
        return ids;
    }

    /// One event over the API, and many like it.
    private Api.User userWithMany() {
        return userWithMany("");
    }

    private Api.User userWithMany(String description) {
        var user = Api.user();
        var made = Api.create(user, Api.event("Tea", "description", description));
        storage.run(CLONE.formatted(MANY, made.get("id")));
        return user;
    }
}
