package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.Swarm.Answer;
import almanac.testing.Workload;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The packaged service with a small heap, where events weigh as much as events may: what is held of them at
/// once is bounded in bytes, in pages of the log, in replays, in lists and in the queues of streams.
@Tag("slow")
class HeavyEventsIT {
    private static final String HEAP = "384m";
    private static final int READERS = 6;
    private static final int EDITS = 200;
    private static final int EVENTS_OF_LIST = 60;
    private static final int HEAVY = 280_000;
    private static final String WINDOW = EVENTS + "?from=" + Api.TEN + "&to=" + (Api.TEN + Api.DAY);

    private ExternalDatabase database;
    private PackagedService service;
    private Workload work;

    @BeforeEach
    void start() {
        database = ExternalDatabase.start("heavy-");
        var settings = database.settings();
        settings.put("almanac.quota.enabled", "false");
        service = PackagedService.start("heavy", HEAP, settings);
        work = Workload.on(service, READERS);
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        service.close();
        database.close();
    }

    @Test
    @DisplayName("4.3 replays, pages and lists of the heaviest events at once fit into a heap of 384 MB")
    void theHeaviestEventsFitIntoASmallHeap() {
        var owner = work.users().getFirst();
        work.users().stream().skip(1).forEach(reader -> Api.share(owner, reader, "view"));
        var event = Api.create(owner, heavy("Edited 0"));
        var cursor = page(owner, "").getString("cursor");
        IntStream.range(1, EVENTS_OF_LIST).forEach(number -> Api.create(owner, heavy("Listed " + number)));
        edit(owner, event);

        var replays = new ArrayList<CompletableFuture<Integer>>();
        work.users().forEach(reader -> List.of(LOG, WINDOW).forEach(path -> replays.add(replay(path, reader, cursor))));
        var lists = work.swarm().together(requests(WINDOW));
        var pages = work.swarm().together(requests(WINDOW + "&limit=1000"));
        var logs = work.swarm().together(requests(LOG + "?limit=1000&since=" + cursor));
        lists.forEach(answer ->
                assertEquals(EVENTS_OF_LIST, json(answer).getList("data").size()));
        pages.forEach(answer -> assertTrue(json(answer).getString("next") != null));
        logs.forEach(answer -> assertTrue(json(answer).getBoolean("more")));
        replays.forEach(replay -> assertEquals(EVENTS_OF_LIST - 1 + EDITS, replay.join()));

        assertEquals(
                200,
                work.swarm()
                        .send(work.swarm().get(service.management() + "/q/health/live", ""))
                        .status());
        assertEquals(EVENTS_OF_LIST - 1 + EDITS, changesSince(owner, cursor));
        assertFalse(service.log().contains("OutOfMemory"), service.log());
    }

    /// How many changes a client is sent that goes on from a cursor, and again where its stream was cut.
    private CompletableFuture<Integer> replay(String path, User reader, String cursor) {
        var changes = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> {
            try (var client = HttpClient.newHttpClient()) {
                var replay = new Replayed(cursor);
                while (!replay.isReady) {
                    var request = work.swarm()
                            .request(path, reader.token())
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", replay.last)
                            .build();
                    replay.read(client, request);
                }
                changes.complete(replay.changes);
            } catch (RuntimeException | InterruptedException failure) {
                changes.completeExceptionally(failure);
            }
        });
        return changes;
    }

    /// What a client has been sent so far, of which it keeps nothing but the number.
    private static final class Replayed {
        private String last;
        private String name = "";
        private int changes;
        private boolean isReady;

        Replayed(String cursor) {
            last = cursor;
        }

        void read(HttpClient client, HttpRequest request) throws InterruptedException {
            try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
                for (var line = lines.iterator(); !isReady && line.hasNext(); ) {
                    take(line.next());
                }
            } catch (IOException | UncheckedIOException cut) {
                // It goes on from where it was.
            }
        }

        private void take(String line) {
            if (line.startsWith("id: ")) {
                last = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
                isReady = name.equals("ready");
                assertFalse(name.equals("reset"));
            } else if (line.startsWith("data: ")
                    && List.of("change", "enter", "update").contains(name)) {
                changes++;
            }
        }
    }

    private int changesSince(User reader, String since) {
        var changes = 0;
        for (var page = page(reader, since); ; page = page(reader, page.getString("cursor"))) {
            changes += page.getList("data").size();
            if (!page.getBoolean("more")) {
                return changes;
            }
        }
    }

    private JsonPath page(User reader, String since) {
        var path = since.isEmpty() ? LOG : LOG + "?limit=1000&since=" + since;
        return json(work.swarm().send(work.swarm().get(path, reader.token())));
    }

    private static JsonPath json(Answer answer) {
        assertEquals(
                200,
                answer.status(),
                answer.body().substring(0, Math.min(200, answer.body().length())));
        return JsonPath.from(answer.body());
    }

    private List<HttpRequest> requests(String path) {
        return work.users().stream()
                .map(reader -> work.swarm().get(path, reader.token()))
                .toList();
    }

    private static void edit(User owner, Map<String, Object> event) {
        var tag = event.get("edit_tag");
        for (var number = 1; number <= EDITS; number++) {
            var body = heavy("Edited " + number);
            body.put("edit_tag", tag);
            var answer = owner.send(body).put(EVENTS + "/{id}", event.get("id"));
            answer.then().statusCode(200);
            assertTrue(
                    answer.asString().length() > HEAVY,
                    "an event weighs " + answer.asString().length());
            tag = answer.path("data[0].edit_tag");
        }
    }

    /// As heavy as an event may be: 500 guests with the longest addresses, whose names these are too.
    private static Map<String, Object> heavy(String title) {
        var domain = ("x".repeat(59) + ".").repeat(3) + "example.com";
        var event = Api.event(title);
        event.put("description", "d".repeat(10_000));
        event.put(
                "attendees",
                IntStream.range(0, 500)
                        .mapToObj(number -> "%060d@%s".formatted(number, domain))
                        .toList());
        return event;
    }
}
