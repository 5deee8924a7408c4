package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Impatient;
import almanac.testing.Rival;
import almanac.testing.Storage;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many requests of one user meet a database that stores an event in longer than other locks are waited for: what is
/// carried out is answered.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Impatient.class)
class SlowDatabaseTest {
    private static final int MANY = 300;

    /// What says that nothing was done.
    private static final Set<String> NOT_DONE = Set.of("too_many_at_once");

    private final Storage storage;
    private final DataSource database;

    @TestHTTPResource("/")
    URI service;

    SlowDatabaseTest(Storage storage, DataSource database) {
        this.storage = storage;
        this.database = database;
    }

    /// Storing an event takes so long from now on.
    private void storeIn(String time) {
        storage.run("create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep_for('" + time
                + "'); return new; end $$");
        storage.run("create trigger slow before insert on event for each row execute function slow()");
    }

    @AfterEach
    void storesFast() {
        storage.run("drop trigger if exists slow on event");
        storage.run("drop function if exists slow");
    }

    private List<Answer> post(Api.User user, boolean withOneKey) {
        var swarm = Swarm.at(service);
        var json = new JsonObject(Api.event("Tea", "calendar_id", user.calendarId())).encode();
        return swarm.together(IntStream.range(0, MANY)
                .mapToObj(number -> swarm.request("/api/v2/events", user.token())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", withOneKey ? "one" : "key-" + number)
                        .POST(BodyPublishers.ofString(json))
                        .build())
                .toList());
    }

    private static Set<String> ids(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> new JsonObject(answer.body())
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("id"))
                .collect(Collectors.toSet());
    }

    private static void areAnswers(List<Answer> answers) {
        for (var answer : answers) {
            assertTrue(
                    answer.status() == 200
                            || answer.status() == 429
                                    && NOT_DONE.contains(new JsonObject(answer.body()).getString("code")),
                    () -> answer.status() + " " + answer.body());
        }
    }

    private long events(Api.User user) {
        return storage.count("select count(*) from event where calendar_id = " + user.calendarNumber());
    }

    @Test
    void whatIsCarriedOutIsAnswered() {
        var user = Api.user();
        storeIn("300 ms");
        var answers = post(user, false);
        areAnswers(answers);
        var made = answers.stream().filter(answer -> answer.status() == 200).count();
        assertTrue(made >= 16, "made " + made);
        assertEquals(made, events(user));
        assertEquals(made, ids(answers).size());
    }

    @Test
    void repeatsOfAKeyWaitForTheFirst() {
        var user = Api.user();
        storeIn("1500 ms");
        var answers = post(user, true);
        areAnswers(answers);
        assertEquals(1, events(user));
        assertEquals(1, ids(answers).size());
        assertTrue(answers.stream().filter(answer -> answer.status() == 200).count() >= 16);
        assertEquals(200, repeat(user, "one").status());
    }

    private Answer repeat(Api.User user, String key) {
        var swarm = Swarm.at(service);
        return swarm.send(request(swarm, user, key));
    }

    private static HttpRequest request(Swarm swarm, Api.User user, String key) {
        var json = new JsonObject(Api.event("Tea", "calendar_id", user.calendarId())).encode();
        return swarm.request("/api/v2/events", user.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    /// Another node has the key.
    @Test
    void aRepeatWaitsForTheFirstOnAnotherNode() throws Exception {
        var user = Api.user();
        var first = repeat(user, "first");
        try (var rival = Rival.of(database)) {
            rival.run(
                    "insert into idempotency_key (zuid, call, key, fingerprint, answer, created_at) select zuid, call, 'other',"
                            + " fingerprint, answer, created_at from idempotency_key where key = 'first' and zuid = "
                            + user.zuid());
            var second = CompletableFuture.supplyAsync(() -> repeat(user, "other"), Thread::startVirtualThread);
            await().until(() -> storage.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and query like '%idempotency_%' and clock_timestamp() - query_start > '1 s'")
                    == 1);
            rival.commit();
            assertEquals(first.body(), second.join().body());
        }
        assertEquals(1, events(user));
    }

    @Test
    void aRepeatTakesTheirPlaceWhereTheFirstHasFailed() throws Exception {
        var user = Api.user();
        try (var rival = Rival.of(database)) {
            rival.run("insert into idempotency_key (zuid, call, key, fingerprint, created_at) values (" + user.zuid()
                    + ", 'POST /events', 'lost', 'x', 1772445600000)");
            var second = CompletableFuture.supplyAsync(() -> repeat(user, "lost"), Thread::startVirtualThread);
            await().until(() -> storage.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and query like '%idempotency_%'")
                    == 1);
            rival.run("rollback");
            assertEquals(200, second.join().status());
        }
        assertEquals(1, events(user));
    }
}
