package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Writers whose transactions commit in any order race readers that come and go.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FeedSoakTest {
    private static final int WRITERS = 8;
    private static final int READERS = 15;
    private static final int ROUNDS = 18;
    private static final int DONE = 200;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Inject
    MovableClock clock;

    @Inject
    DataSource database;

    @TestHTTPResource("/")
    URI service;

    /// Every transaction that changes something pauses between its position and its commit.
    @BeforeEach
    void letTransactionsPause() throws SQLException {
        clock.set(Instant.parse("2026-03-02T09:00:00Z"));
        run("create function pause() returns trigger language plpgsql as"
                + " 'begin perform pg_sleep(random() * 0.03); return null; end'");
        run("create trigger pause after insert on change for each row execute function pause()");
    }

    @AfterEach
    void letThemGo() throws SQLException {
        run("drop function pause cascade");
    }

    @Test
    @DisplayName("3.1 and 3.3 whatever the order of commits and wherever readers reconnect, each ends with the list")
    void everyReaderEndsWithTheList() throws Exception {
        var writers = people(WRITERS);
        var readers = people(READERS).stream().map(Reader::new).toList();
        together(writers.stream().map(writer -> sharing(writer, readers)).toList());
        var end = System.nanoTime() + LONGEST.toNanos();
        BooleanSupplier goesOn = () -> System.nanoTime() < end;
        var work = new ArrayList<Callable<Void>>();
        writers.forEach(writer -> work.add(() -> write(writer, new Random(writer.hashCode()), goesOn)));
        readers.forEach(reader -> work.add(() -> reader.read(goesOn)));
        together(work);
        // A busy machine has answered 503, and each try from scratch has cost a request: nobody is locked now.
        clock.advance(Duration.ofMinutes(12));
        together(readers.stream().map(FeedSoakTest::endsWithTheList).toList());
    }

    private static Callable<Void> endsWithTheList(Reader reader) {
        return () -> {
            reader.catchUp();
            assertEquals(list(reader.own), reader.list);
            return null;
        };
    }

    private List<Dashboard> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Dashboard.at(service))
                .toList();
    }

    private static Callable<Void> sharing(Dashboard writer, List<Reader> readers) {
        return () -> {
            readers.forEach(reader -> share(writer, reader));
            return null;
        };
    }

    /// A machine that is busy with something else may take too long: what is asked then may be done or
    /// not.
    private static void share(Dashboard writer, Reader reader) {
        for (var status = 0; status != DONE; ) {
            status = writer.tryShare(reader.own.user()).statusCode();
            assertNotEquals(429, status);
        }
    }

    private static Void write(Dashboard writer, Random random, BooleanSupplier goesOn) {
        var made = new ArrayList<Map<String, Object>>();
        for (var round = 0; round < ROUNDS && goesOn.getAsBoolean(); round++) {
            keep(writer.tryCreate("Event " + round), made);
            if (!made.isEmpty()) {
                var chosen = made.remove(random.nextInt(made.size()));
                keep(writer.tryEdit(chosen, Map.of("title", "Edited " + round)), made);
            }
            if (made.size() > random.nextInt(6)) {
                var deleted = writer.tryDelete(made.remove(random.nextInt(made.size())));
                assertNotEquals(400, deleted.statusCode());
            }
        }
        return null;
    }

    private static void keep(Response answer, List<Map<String, Object>> made) {
        if (answer.statusCode() == DONE) {
            made.add(answer.path("data[0]"));
        }
    }

    private static Map<String, String> list(Dashboard own) {
        var list = new HashMap<String, String>();
        Awaitility.await().until(() -> own.user().call().get(EVENTS).statusCode() == DONE);
        own.get(EVENTS)
                .<Map<String, Object>>getList("data")
                .forEach(event ->
                        list.put((String) event.get("id"), event.get("edit_tag").toString()));
        return list;
    }

    /// Does all of it at once, and fails where one of it does.
    private static void together(List<Callable<Void>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// A client that goes away now and then, and keeps its list by what it is sent.
    private static final class Reader {
        private static final int FROM_SCRATCH = 3;

        private final Dashboard own;
        private final Random random;
        private final Map<String, String> list = new HashMap<>();
        private String cursor = "";
        private int scratches;

        Reader(Dashboard own) {
            this.own = own;
            this.random = new Random(own.hashCode());
        }

        Void read(BooleanSupplier goesOn) {
            while (goesOn.getAsBoolean()) {
                var stay = random.nextInt(30);
                try (var stream = open()) {
                    assertEquals(DONE, stream.status());
                    for (var taken = 0; taken < stay && goesOn.getAsBoolean(); taken++) {
                        stream.poll(Duration.ofMillis(300)).ifPresent(this::take);
                    }
                }
            }
            return null;
        }

        /// Takes what is left.
        void catchUp() {
            try (var stream = open()) {
                stream.until("ready").forEach(this::take);
            }
        }

        private SseClient open() {
            if (cursor.isEmpty() || scratches < FROM_SCRATCH && random.nextInt(4) == 0) {
                scratches++;
                list.clear();
                cursor = "";
                return own.open(EVENTS);
            }
            return own.resume(EVENTS, cursor);
        }

        private void take(Message message) {
            var data = JsonPath.from(message.data());
            switch (message.name()) {
                case "snapshot" -> assertNull(list.put(data.getString("id"), tag(data, "")));
                case "enter" -> assertNull(list.put(data.getString("item.id"), tag(data, "item.")), message.data());
                case "update" -> {
                    assertEquals(list.get(data.getString("item.id")), data.getString("old_edit_tag"), message.data());
                    list.put(data.getString("item.id"), tag(data, "item."));
                }
                case "leave" -> assertNotNull(list.remove(data.getString("id")), message.data());
                case "reset" -> list.clear();
                default -> assertEquals("ready", message.name());
            }
            if (!message.id().isEmpty()) {
                cursor = message.id();
            } else if (!message.name().equals("snapshot")) {
                assertEquals("reset", message.name());
            }
        }

        private static String tag(JsonPath data, String of) {
            return data.getString(of + "edit_tag");
        }
    }
}
