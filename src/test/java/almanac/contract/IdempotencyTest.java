package almanac.contract;

import static almanac.testing.Api.event;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `Idempotency-Key`: a POST that is repeated is carried out once, and answered the same for a day.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class IdempotencyTest {
    private final Storage storage;
    private final MovableClock clock;

    IdempotencyTest(Storage storage, MovableClock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Test
    void answersARepeatedRequestTheSameAndMakesOneEvent() {
        var user = Api.user();
        var first = post(user, "k1", event("Tea"));
        Api.edit(user, first.path("data[0].id"), Map.of("title", "Changed"))
                .then()
                .statusCode(200);
        var second = post(user, "k1", event("Tea"));
        assertEquals(200, second.statusCode());
        assertEquals(first.asString(), second.asString());
        assertEquals(first.contentType(), second.contentType());
        for (var field : List.of("ETag", "Almanac-Cursor")) {
            assertNotNull(first.header(field), field);
            assertEquals(first.header(field), second.header(field), field);
        }
        user.call().get("/api/v2/events").then().body("data", hasSize(1));
    }

    @Test
    void knowsTheRequestWhateverTheOrderOfItsFields() {
        var user = Api.user();
        var body = event("Tea");
        var turned = new java.util.LinkedHashMap<String, Object>();
        new java.util.ArrayList<>(body.keySet()).reversed().forEach(field -> turned.put(field, body.get(field)));
        assertEquals(post(user, "k1", body).asString(), post(user, "k1", turned).asString());
    }

    @Test
    void makesOneEventOfTwentyParallelRequests() throws InterruptedException {
        var user = Api.user();
        var answers = inParallel(20, () -> post(user, "k1", event("Tea")).asString());
        assertEquals(1, answers.stream().distinct().count());
        user.call().get("/api/v2/events").then().body("data", hasSize(1));
    }

    @Test
    void refusesTheKeyWithAnotherRequest() {
        var user = Api.user();
        post(user, "k1", event("Tea")).then().statusCode(200);
        var answer = post(user, "k1", event("Coffee"));
        Refusal.check(answer, 409, "idempotency_key_reused", new String[] {"Idempotency-Key"});
        user.call().get("/api/v2/events").then().body("data", hasSize(1));
    }

    @Test
    void keepsTheKeysOfUsersAndOfCallsApart() {
        var user = Api.user();
        post(user, "k1", event("Tea")).then().statusCode(200);
        post(Api.user(), "k1", event("Coffee")).then().statusCode(200);
        user.send(Map.of("name", "Team"))
                .header("Idempotency-Key", "k1")
                .post("/api/v2/calendars")
                .then()
                .statusCode(200);
    }

    @Test
    void forgetsTheKeyAfterADay() {
        var user = Api.user();
        var first = post(user, "k1", event("Tea"));
        clock.advance(Duration.ofHours(24));
        try {
            assertEquals(first.asString(), post(user, "k1", event("Tea")).asString());
            clock.advance(Duration.ofMillis(1));
            post(user, "k1", event("Coffee")).then().statusCode(200);
            var third = post(user, "k1", event("Coffee"));
            assertNotEquals(first.asString(), third.asString());
            assertEquals("Coffee", third.path("data[0].title"));
        } finally {
            clock.advance(Duration.ofHours(-24).minusMillis(1));
        }
    }

    @Test
    void remembersNoRefusal() {
        var user = Api.user();
        var other = Api.user();
        var body = event("Tea", "calendar_id", other.calendarId());
        var keys = storage.count("select count(*) from idempotency_key");
        Refusal.check(post(user, "k1", body), 404, "calendar_id");
        assertEquals(keys, storage.count("select count(*) from idempotency_key"));
        Api.share(other, user, "edit");
        post(user, "k1", body).then().statusCode(200);
    }

    @Test
    void holdsForCalendars() {
        var user = Api.user();
        var answers = IntStream.range(0, 2)
                .mapToObj(round -> user.send(Map.of("name", "Team"))
                        .header("Idempotency-Key", "k2")
                        .post("/api/v2/calendars"))
                .toList();
        assertEquals(answers.getFirst().asString(), answers.getLast().asString());
        assertEquals(
                answers.getFirst().header("Almanac-Cursor"), answers.getLast().header("Almanac-Cursor"));
        user.call().get("/api/v2/calendars").then().body("data", hasSize(2));
    }

    @Test
    void holdsForUploadsWhateverTheirBoundary() {
        var user = Api.user();
        assertEquals(
                upload(user, "k3", "plan", "one").asString(),
                upload(user, "k3", "plan", "two").asString());
        var other = upload(user, "k3", "other", "one");
        Refusal.check(other, 409, "idempotency_key_reused", new String[] {"Idempotency-Key"});
        assertEquals(1, storage.count("select count(*) from attachment where owner = " + user.zuid()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void takesKeysOfOneToTwoHundredAndFiftyFiveCharacters(int length) {
        post(Api.user(), "k".repeat(length), event("Tea")).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = 256)
    void refusesLongerKeys(int length) {
        var user = Api.user();
        Refusal.check(post(user, "k".repeat(length), event("Tea")), 400, "Idempotency-Key");
        user.call().get("/api/v2/events").then().body("data", hasSize(0));
    }

    private static Response post(Api.User user, String key, Map<String, Object> body) {
        return user.send(body).header("Idempotency-Key", key).post("/api/v2/events");
    }

    private static Response upload(Api.User user, String key, String content, String boundary) {
        return user.call()
                .contentType("multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .multiPart("files", "plan.txt", content.getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v2/events/attachments");
    }

    private static <T> List<T> inParallel(int times, Callable<T> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(java.util.Collections.nCopies(times, work)).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }
    }
}
