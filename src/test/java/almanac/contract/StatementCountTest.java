package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reading costs a fixed number of statements, as the server itself counts them in its log.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class StatementCountTest {
    /// What every node asks at intervals, whoever calls.
    private static final List<String> CLOCKWORK = List.of(
            "from change where position >",
            "upstream_link",
            "from feed_token where id",
            "insert into node",
            "* 1000000)::bigint",
            "as channels");

    @TestHTTPResource("/")
    URI service;

    private final Storage storage;
    private final Path data;

    StatementCountTest(Storage storage, @ConfigProperty(name = "almanac.data") Path data) {
        this.storage = storage;
        this.data = data;
    }

    @BeforeEach
    void logsEveryStatement() {
        logging("all");
        await().until(() -> statements(Api.user(), "/api/v2/calendars").size() > 1);
    }

    @AfterEach
    void logsNoStatement() {
        logging("none");
    }

    @Test
    void listsEventsWithOneStatement() {
        var user = Api.user();
        assertEquals(1, read(user, "/api/v2/events").size());
        var first = richEvent(user, 0);
        assertEquals(1, read(user, "/api/v2/events").size());
        IntStream.range(1, 12).forEach(number -> richEvent(user, number));
        var list = read(user, "/api/v2/events?search=e&ignore_declined_events=true");
        assertEquals(1, list.size(), list.toString());
        var path = "/api/v2/events/" + first.get("id") + "?calendar_id=" + user.calendarNumber();
        assertEquals(1, read(user, path).size());
    }

    @Test
    void makesAnEventWithOneStatement() {
        var user = Api.user();
        var event = Api.event("Tea", "calendar_id", user.calendarId());
        // From the second one on the calendar and the people are known.
        Api.create(user, event);
        var mark = UUID.randomUUID().toString();
        storage.count("select 1 /* " + mark + " */");
        Api.create(user, event);
        storage.count("select 2 /* " + mark + " */");
        var made = await().until(() -> between(mark), found -> !found.isEmpty());
        assertEquals(3, made.size(), made.toString());
    }

    @Test
    void listsCalendarsWithOneStatement() {
        var user = Api.user();
        for (var number = 0; number < 8; number++) {
            var calendar = Api.calendar(user, "Calendar " + number);
            user.send(Map.of("privilege", "view"))
                    .put(
                            "/api/v2/calendars/{id}/shares/{email}",
                            calendar.get("id"),
                            Api.user().email())
                    .then()
                    .statusCode(200);
        }
        assertEquals(1, read(user, "/api/v2/calendars").size());
    }

    /// Begin, one moment, its place in the log; calendars, the window, what comes behind it; commit.
    @Test
    void beginsAViewWithSevenStatements() {
        var user = Api.user();
        IntStream.range(0, 12).forEach(number -> richEvent(user, number));
        user.call().get("/api/v2/calendars").then().statusCode(200);
        var statements = statements(() -> {
            var request =
                    SseClient.request(service, "/api/v2/events").header("Authorization", "Bearer " + user.token());
            try (var stream = SseClient.open(request)) {
                stream.until("ready");
            }
        });
        assertEquals(7, statements.size(), statements.toString());
    }

    /// The statements of a call whose token is known already.
    private List<String> read(Api.User user, String path) {
        user.call().get("/api/v2/calendars").then().statusCode(200);
        return statements(user, path);
    }

    private List<String> statements(Api.User user, String path) {
        return statements(
                () -> user.call().urlEncodingEnabled(false).get(path).then().statusCode(200));
    }

    private List<String> statements(Runnable work) {
        var mark = UUID.randomUUID().toString();
        storage.count("select 1 /* " + mark + " */");
        work.run();
        storage.count("select 2 /* " + mark + " */");
        var lines = await().until(() -> between(mark), found -> !found.isEmpty());
        return lines.subList(1, lines.size() - 1);
    }

    /// The lines of the log about statements, from one mark to the other; empty while they are not
    /// there.
    private List<String> between(String mark) {
        var lines = lines().stream()
                .filter(line -> line.contains(" execute ") || line.contains(" statement: "))
                .filter(line -> CLOCKWORK.stream().noneMatch(line::contains))
                .toList();
        var marks = IntStream.range(0, lines.size())
                .filter(number -> lines.get(number).contains(mark))
                .toArray();
        return marks.length < 2 ? List.of() : lines.subList(marks[0], marks[marks.length - 1] + 1);
    }

    private List<String> lines() {
        try {
            return Files.readString(data.resolve("postgres.log")).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void logging(String statements) {
        storage.run("alter system set log_statement = '" + statements + "'");
        storage.run("select pg_reload_conf()");
    }

    private static Map<String, Object> richEvent(Api.User user, int number) {
        var body = Api.event("Event " + number, "attendees", List.of("a@example.org", "b@example.org", user.email()));
        body.put("attachment_ids", List.of(Api.upload(user, number + ".txt", "content")));
        body.put("reminders", List.of(Map.of("type", "email", "minutes", number)));
        return Api.create(user, body);
    }
}
