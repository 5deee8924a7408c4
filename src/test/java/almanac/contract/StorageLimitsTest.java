package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Narrow;
import almanac.testing.Rival;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// How much one user may store: the next one is a 507, and there is room again where something is removed.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class StorageLimitsTest {
    private final Storage storage;
    private final DataSource database;

    StorageLimitsTest(Storage storage, DataSource database) {
        this.storage = storage;
        this.database = database;
    }

    private static void refused(Response answer, String code) {
        answer.then().statusCode(507).body("code", equalTo(code)).body("errors[0].field", equalTo("body"));
    }

    @Test
    void calendarsTokensAndSharesAreBounded() {
        var user = Api.user();
        var first = Api.calendar(user, "One");
        var second = Api.calendar(user, "Two");
        refused(user.send(Map.of("name", "Too many")).post("/api/v2/calendars"), "too_many_calendars");
        var others = IntStream.range(0, 3).mapToObj(number -> Api.user()).toList();
        share(user, first, others.get(0)).then().statusCode(200);
        share(user, first, others.get(1)).then().statusCode(200);
        share(user, first, others.get(1)).then().statusCode(200);
        refused(share(user, first, others.get(2)), "too_many_shares");
        share(user, second, others.get(0)).then().statusCode(200);
        refused(share(user, second, others.get(1)), "too_many_shares");
        user.call().delete("/api/v2/calendars/{id}", first.get("id")).then().statusCode(204);
        share(user, second, others.get(1)).then().statusCode(200);
        Api.calendar(user, "Room again");
    }

    private static Response share(Api.User owner, Map<String, Object> calendar, Api.User other) {
        return owner.send(Map.of("privilege", "view"))
                .put("/api/v2/calendars/{id}/shares/{email}", calendar.get("id"), other.email());
    }

    @Test
    void accessTokensAndFeedTokensAreBounded() {
        var user = Api.user();
        Api.token(user.zuid(), Api.ALL_SCOPES);
        Api.token(user.zuid(), Api.ALL_SCOPES);
        refused(
                Api.admin().body(Map.of("scopes", Api.ALL_SCOPES)).post("/admin/accounts/{zuid}/tokens", user.zuid()),
                "too_many_tokens");
        var feed = user.send(Map.of())
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(200)
                .extract();
        user.send(Map.of()).post("/api/v2/feed_tokens").then().statusCode(200);
        refused(user.send(Map.of()).post("/api/v2/feed_tokens"), "too_many_feed_tokens");
        user.call()
                .delete("/api/v2/feed_tokens/{id}", feed.<String>path("data.id"))
                .then()
                .statusCode(204);
        user.send(Map.of()).post("/api/v2/feed_tokens").then().statusCode(200);
    }

    @Test
    void keysAreBoundedAndARepeatIsAnsweredAllTheSame() {
        var user = Api.user();
        for (var number = 0; number < 4; number++) {
            keyed(user, "key-" + number).then().statusCode(200);
        }
        refused(keyed(user, "key-4"), "too_many_keys");
        keyed(user, "key-0").then().statusCode(200);
        assertEquals(4, storage.count("select count(*) from idempotency_key where zuid = " + user.zuid()));
        keyed(Api.user(), "key-4").then().statusCode(200);
    }

    @Test
    void aRepeatedUploadIsAnsweredWhereItWouldNotFitAgain() {
        var user = Api.user();
        var first = upload(user).then().statusCode(200).extract().asString();
        assertEquals(first, upload(user).then().statusCode(200).extract().asString());
    }

    private static Response upload(Api.User user) {
        return user.call()
                .header("Idempotency-Key", "large")
                .multiPart("files", "large.bin", new byte[55_000], "text/plain")
                .post("/api/v2/events/attachments");
    }

    private static Response keyed(Api.User user, String key) {
        return user.call()
                .header("Idempotency-Key", key)
                .multiPart("files", key + ".txt", new byte[10], "text/plain")
                .post("/api/v2/events/attachments");
    }

    /// Waits until so many transactions wait for what others have locked.
    private void awaitWaiting(int transactions) {
        await().until(() ->
                storage.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == transactions);
    }

    private static CompletableFuture<Response> later(Supplier<Response> call) {
        return CompletableFuture.supplyAsync(call, Thread::startVirtualThread);
    }

    @Test
    void uploadsAtOnceTakeNoMoreThanOneUserMay() throws Exception {
        var user = Api.user();
        var answers = new ArrayList<CompletableFuture<Response>>();
        try (var rival = Rival.of(database)) {
            // Whoever has counted stops here, before it stores.
            rival.run("lock table attachment in share mode");
            for (var number = 0; number < 2; number++) {
                answers.add(later(() -> user.call()
                        .multiPart("files", "half.bin", new byte[60_000], "application/octet-stream")
                        .post("/api/v2/events/attachments")));
            }
            awaitWaiting(2);
            rival.commit();
        }
        assertEquals(
                List.of(200, 507),
                answers.stream()
                        .map(answer -> answer.join().statusCode())
                        .sorted()
                        .toList());
        assertEquals(60_000, storage.count("select sum(size) from attachment where owner = " + user.zuid()));
    }

    @Test
    void calendarsMadeAtOnceAreNoMoreThanOneUserMay() throws Exception {
        var user = Api.user();
        Api.calendar(user, "Two");
        var answers = new ArrayList<CompletableFuture<Response>>();
        try (var rival = Rival.of(database)) {
            rival.run("lock table calendar in share mode");
            for (var number = 0; number < 2; number++) {
                answers.add(later(() -> user.send(Map.of("name", "Last")).post("/api/v2/calendars")));
            }
            awaitWaiting(2);
            rival.commit();
        }
        assertEquals(
                List.of(200, 507),
                answers.stream()
                        .map(answer -> answer.join().statusCode())
                        .sorted()
                        .toList());
        answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 507)
                .forEach(answer -> answer.then().body("errors[0].message", containsString("3 calendars")));
    }
}
