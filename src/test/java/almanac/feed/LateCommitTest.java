package almanac.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.log.tail.LogTail;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Positions are given out before the commit, and transactions commit in another order: nothing may be
/// skipped.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LateCommitTest {
    private static final String LOG = "/api/v2/changes";
    private static final String LIST = "/api/v2/events";

    @Inject
    DataSource database;

    @Inject
    LogTail tail;

    @TestHTTPResource("/")
    URI service;

    private User user;
    private String like;

    @BeforeEach
    void anEventThatIsThereAlready() {
        user = Api.user();
        var made = Api.create(user, Api.event("Pattern"));
        var page = user.call().get(LIST).then().statusCode(200).extract().asString();
        like = page.substring(page.indexOf('[') + 1, page.lastIndexOf(']'));
        assertEquals(made.get("id"), JsonPath.from(like).getString("id"));
    }

    @Test
    @DisplayName("3.3 a change that commits late comes before the later one that committed first, in the log")
    void theLogKeepsTheOrderOfPositionsWhateverTheOrderOfCommits() throws SQLException {
        try (var stream = open(LOG);
                var late = late()) {
            var second = create("Second");
            awaitLookAt(late);
            stream.isSilent();
            late.commit();
            assertEquals(List.of(late.id(), second), ids(stream, "id", 2));
            nothingElseComes(stream);
        }
    }

    @Test
    @DisplayName("3.3 a change that commits late comes before the later one that committed first, in a live view")
    void theViewKeepsTheOrderOfPositionsWhateverTheOrderOfCommits() throws SQLException {
        try (var stream = open(LIST);
                var late = late()) {
            var second = create("Second");
            awaitLookAt(late);
            stream.isSilent();
            late.commit();
            assertEquals(List.of(late.id(), second), ids(stream, "item.id", 2));
            nothingElseComes(stream);
        }
    }

    @Test
    @DisplayName("3.3 a stream that is opened while a change is not committed yet gets it when it is")
    void whoOpensInBetweenGetsTheLateChange() throws SQLException {
        try (var late = late()) {
            var second = create("Second");
            try (var view = SseClient.open(service, LIST, user.token());
                    var log = open(LOG)) {
                var snapshot = view.until("ready");
                assertEquals(2, snapshot.getLast().<Integer>get("count"));
                assertTrue(snapshot.stream().anyMatch(item -> second.equals(item.get("id"))));
                late.commit();
                assertEquals(List.of(late.id()), ids(view, "item.id", 1));
                assertEquals(List.of(late.id()), ids(log, "id", 1));
                nothingElseComes(view, log);
            }
        }
    }

    @Test
    @DisplayName("3.3 a stream that is resumed while a change is not committed yet gets it when it is, and once")
    void whoResumesInBetweenGetsTheLateChange() throws SQLException {
        var cursor = cursorOf(LIST);
        try (var late = late()) {
            var second = create("Second");
            for (var path : List.of(LIST, LOG)) {
                try (var stream = SseClient.resume(service, path, user.token(), cursor)) {
                    var missed = stream.until("ready");
                    assertEquals(2, missed.size());
                    assertEquals(second, id(missed.getFirst()));
                }
            }
            var between = cursorOf(LIST);
            try (var stream = SseClient.resume(service, LIST, user.token(), between)) {
                stream.next("ready");
                late.commit();
                assertEquals(late.id(), id(stream.next("enter")));
                nothingElseComes(stream);
            }
            try (var stream = SseClient.resume(service, LIST, user.token(), between)) {
                assertEquals(late.id(), id(stream.next("enter")));
                assertEquals("Last", stream.next("enter").get("item.title"));
                stream.next("ready");
            }
        }
    }

    @Test
    @DisplayName("3.3 a change that is rolled back holds nothing up for good")
    void whatIsRolledBackIsPassedBy() throws SQLException {
        try (var stream = open(LOG);
                var late = late()) {
            var second = create("Second");
            awaitLookAt(late);
            stream.isSilent();
            late.rollBack();
            assertEquals(List.of(second), ids(stream, "id", 1));
            nothingElseComes(stream);
        }
    }

    @Test
    @DisplayName("3.3 a gap waits for nobody who has written nothing to the log, however long he takes")
    void aGapDoesNotWaitForOtherTransactions() throws SQLException {
        try (var stream = open(LOG);
                var bystander = HandMadeChange.prepare(database);
                var late = late()) {
            var second = create("Second");
            awaitLookAt(late);
            late.rollBack();
            assertEquals(List.of(second), ids(stream, "id", 1));
            bystander.commit();
        }
    }

    @Test
    @DisplayName("3.3 a gap waits for its own transaction, also after one before it has filled")
    void eachGapIsWaitedForByItself() throws SQLException {
        try (var stream = open(LOG)) {
            for (var round = 0; round < 3; round++) {
                try (var late = late()) {
                    var second = create("Second");
                    awaitLookAt(late);
                    late.commit();
                    assertEquals(List.of(late.id(), second), ids(stream, "id", 2));
                }
            }
        }
    }

    @Test
    @DisplayName("3.3 a gap is waited for also where the younger transaction took the lower position")
    void theAgeOfTransactionsIsNotTheOrderOfPositions() throws SQLException {
        try (var stream = open(LOG);
                var older = HandMadeChange.prepare(database);
                var younger = late()) {
            var second = older.write(user.zuid(), like);
            older.commit();
            awaitLookAt(younger);
            stream.isSilent();
            younger.commit();
            assertEquals(List.of(younger.id(), second), ids(stream, "id", 2));
            nothingElseComes(stream);
        }
    }

    @Test
    @DisplayName("3.3 the log in pages skips nothing that commits late")
    void aPageThatIsReadInBetweenLeavesTheGapInItsCursor() throws SQLException {
        var cursor = page("").getString("cursor");
        try (var late = late()) {
            var second = create("Second");
            var first = page("?since=" + cursor);
            assertEquals(List.of(second), first.getList("data.id"));
            late.commit();
            assertEquals(
                    List.of(late.id()),
                    page("?since=" + first.getString("cursor")).getList("data.id"));
        }
    }

    @Test
    @DisplayName("6.1 a lost wake-up costs at most one poll interval, never a change")
    void whatNobodyAnnouncesIsFoundByThePoll() throws SQLException {
        try (var stream = open(LOG);
                var silent = late()) {
            silent.commit();
            assertEquals(List.of(silent.id()), ids(stream, "id", 1));
        }
    }

    /// The log has been looked at while the change was not committed.
    private void awaitLookAt(HandMadeChange late) {
        tail.wake();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> tail.settled() < late.position());
    }

    /// What comes next is a change that was made after all others.
    private void nothingElseComes(SseClient... streams) {
        var last = create("Last");
        for (var stream : streams) {
            assertEquals(last, id(stream.next()));
        }
    }

    private HandMadeChange late() throws SQLException {
        return HandMadeChange.begin(database, user.zuid(), like);
    }

    private String create(String title) {
        return (String) Api.create(user, Api.event(title)).get("id");
    }

    private SseClient open(String path) {
        var stream = SseClient.open(service, path, user.token());
        stream.until("ready");
        return stream;
    }

    private String cursorOf(String path) {
        try (var stream = open(path)) {
            return stream.lastId();
        }
    }

    private JsonPath page(String query) {
        return user.call().get(LOG + query).then().statusCode(200).extract().jsonPath();
    }

    private static List<String> ids(SseClient stream, String path, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(number -> stream.next().<String>get(path))
                .toList();
    }

    private static String id(Message message) {
        var data = JsonPath.from(message.data());
        var item = data.<Map<String, Object>>get("item");
        return item == null ? data.getString("id") : (String) item.get("id");
    }
}
