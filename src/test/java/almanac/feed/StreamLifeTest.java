package almanac.feed;

import static almanac.feed.Dashboard.CALENDARS;
import static almanac.feed.Dashboard.EVENTS;
import static almanac.feed.Dashboard.LOG;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.feed.stream.StreamRights;
import almanac.feed.stream.Streams;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.Metrics;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How streams are kept alive, bounded and ended.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class StreamLifeTest extends FeedTest {
    private static final Duration MAX_AGE = Duration.ofDays(10);
    private static final int FEW = 150;
    private static final int MANY = 2_500;
    private static final Pattern NUMBER = Pattern.compile("\"id\":\"(\\d+)\"");

    @Inject
    Streams streams;

    @Inject
    StreamRights rights;

    @Inject
    DataSource database;

    @Test
    @DisplayName(
            "4.1 a stream is not stored, not buffered, says when to come again, and gets a comment when it is idle")
    void aStreamIsKeptAlive() {
        try (var stream = own.live(EVENTS)) {
            assertEquals(
                    "no-store", stream.headers().firstValue("Cache-Control").orElseThrow());
            assertEquals("no", stream.headers().firstValue("X-Accel-Buffering").orElseThrow());
            assertTrue(stream.retry() >= 1_500 && stream.retry() <= 2_500, "retry " + stream.retry());
            clock.advance(Duration.ofSeconds(14));
            streams.sweep();
            own.create("Sign");
            stream.next("enter");
            assertEquals(0, stream.comments());
            clock.advance(Duration.ofSeconds(15));
            streams.sweep();
            Awaitility.await().until(() -> stream.comments() > 0);
        }
    }

    @Test
    @DisplayName("4.2 a stream ends by itself between 80 and 100 % of its greatest age, after reconnect")
    void anOldStreamIsAskedToComeAgain() {
        try (var stream = own.live(EVENTS)) {
            clock.advance(MAX_AGE.multipliedBy(79).dividedBy(100));
            streams.sweep();
            own.create("Sign", clock.millis(), clock.millis() + 1);
            stream.until("enter");
            clock.advance(MAX_AGE.multipliedBy(21).dividedBy(100));
            streams.sweep();
            stream.until("reconnect");
            stream.awaitEnd();
        }
    }

    @Test
    @DisplayName("4.2 a drain tells every stream to reconnect and ends it, and no change is lost over it")
    void aDrainLosesNothing() {
        var open = IntStream.range(0, 15)
                .mapToObj(number -> number % 2 == 0 ? own.live(EVENTS) : own.live(LOG))
                .toList();
        var draining = Thread.ofVirtual().start(streams::drain);
        var made = IntStream.range(0, 15)
                .mapToObj(number -> own.create("Event " + number).get("id"))
                .toList();
        Awaitility.await().until(() -> !draining.isAlive());
        for (var number = 0; number < open.size(); number++) {
            var stream = open.get(number);
            var seen = new ArrayList<>(stream.until("reconnect"));
            stream.awaitEnd();
            seen.removeLast();
            try (var next = own.resume(number % 2 == 0 ? EVENTS : LOG, stream.lastId())) {
                seen.addAll(next.until("ready"));
                assertEquals(made, Dashboard.ids(seen));
            }
        }
    }

    @Test
    @DisplayName("4.3 a reader that does not read is cut off, its queue is bounded, and its resume loses nothing")
    void aSlowReaderIsCutOff() throws SQLException {
        isCutOff(MANY, 20_000);
    }

    @Test
    @DisplayName("4.3 a queue is bounded in bytes too: of large changes, few are too many")
    void aSlowReaderOfLargeChangesIsCutOff() throws SQLException {
        isCutOff(FEW, 300_000);
    }

    private void isCutOff(int many, int size) throws SQLException {
        var request = SseClient.request(service, LOG)
                .header("Authorization", "Bearer " + own.user().token());
        var overflows = metric("almanac_feed_overflows_total");
        var cursor = own.cursor(LOG);
        try (var slow = SseClient.openIdle(request)) {
            HandMadeChange.many(database, own.user().zuid(), many, size, clock.millis());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> metric("almanac_feed_overflows_total") > overflows);
            Awaitility.await().until(() -> metric("almanac_feed_queue") == 0);
            slow.beginToRead();
            slow.awaitEnd();
            var seen = new ArrayList<String>();
            slow.poll(Duration.ZERO).ifPresent(ready -> assertEquals("ready", ready.name()));
            for (var next = slow.poll(Duration.ZERO); next.isPresent(); next = slow.poll(Duration.ZERO)) {
                seen.add(number(next.get()));
            }
            assertTrue(seen.size() < many);
            var last = slow.lastId().isEmpty() ? cursor : slow.lastId();
            catchUp(last, seen);
            assertEquals(
                    IntStream.rangeClosed(1, many).mapToObj(String::valueOf).toList(), seen);
        }
    }

    /// Goes on from a cursor until nothing is missed any more. On a machine that is slow the service may end a
    /// stream that resumes; each one has to bring the reader further.
    private void catchUp(String from, List<String> seen) {
        var cursor = from;
        for (var isReady = false; !isReady; ) {
            try (var stream = own.resume(LOG, cursor)) {
                stream.awaitReadyOrEnd();
                for (var next = stream.poll(Duration.ZERO); next.isPresent(); next = stream.poll(Duration.ZERO)) {
                    isReady = next.get().name().equals("ready");
                    if (!isReady) {
                        seen.add(number(next.get()));
                    }
                }
                assertTrue(isReady || !stream.lastId().isEmpty(), "a stream ended without having brought anything");
                cursor = stream.lastId();
            }
        }
    }

    @Test
    @DisplayName("4.3 many who open at once and do not read starve nobody")
    void manyWhoOpenAtOnceStarveNobody() {
        var text = "x".repeat(10_000);
        for (var number = 0; number < 20; number++) {
            var event = Api.event("Long " + number);
            event.put("description", text);
            Api.create(own.user(), event);
        }
        var idle = new ArrayList<SseClient>();
        for (var reader = 0; reader < 40; reader++) {
            var friend = Dashboard.at(service);
            if (reader < 20) {
                own.share(friend.user());
            }
            idle.add(SseClient.openIdle(SseClient.request(service, EVENTS)
                    .header("Authorization", "Bearer " + friend.user().token())));
        }
        var other = Dashboard.at(service);
        try (var stream = other.live(EVENTS)) {
            other.create("Tea");
            stream.next("enter");
        }
        idle.forEach(SseClient::close);
    }

    @Test
    @DisplayName("4.4 a stream ends when its token is revoked")
    void aRevokedTokenEndsItsStreams() {
        try (var stream = own.live(EVENTS)) {
            String id = Api.admin()
                    .get("/admin/accounts/{zuid}/tokens", own.user().zuid())
                    .path("data[0].id");
            rights.check();
            own.create("Sign");
            stream.next("enter");
            Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204);
            stream.awaitEnd();
        }
    }

    @Test
    @DisplayName("4.4 a stream ends when its token expires")
    void anExpiredTokenEndsItsStreams() {
        String token = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 60))
                .post("/admin/accounts/{zuid}/tokens", own.user().zuid())
                .path("data.access_token");
        try (var stream = SseClient.open(service, EVENTS, token)) {
            stream.next("ready");
            clock.advance(Duration.ofSeconds(60));
            streams.sweep();
            stream.awaitEnd();
            stream.isSilent();
        }
    }

    @Test
    @DisplayName("4.5 opening a stream counts as one call, except with a valid cursor")
    void reconnectsAreFree() {
        var cursor = own.cursor(EVENTS);
        for (var reconnect = 0; reconnect < 25; reconnect++) {
            try (var stream = own.resume(EVENTS, cursor)) {
                assertEquals(200, stream.status());
                stream.next("ready");
                cursor = stream.lastId();
            }
        }
        own.user().call().get(EVENTS).then().header("RateLimit", containsString("r=18;"));
        own.resume(EVENTS, "nonsense").close();
        own.user().call().get(EVENTS).then().header("RateLimit", containsString("r=16;"));
    }

    @Test
    @DisplayName("4.5 a cursor makes no other call free")
    void whatIsNoStreamIsCountedWhateverItSays() {
        var cursor = own.cursor(EVENTS);
        for (var left = 19; left >= 0; left--) {
            create(cursor).statusCode(200).header("RateLimit", containsString(";r=" + left + ";"));
        }
        create(cursor).statusCode(429);
    }

    private ValidatableResponse create(String cursor) {
        return own.user()
                .send(Api.event("Tea"))
                .header("Accept", "application/json, text/event-stream")
                .header("Last-Event-ID", cursor)
                .post(EVENTS)
                .then();
    }

    @Test
    @DisplayName("4.5 a stream that is counted says how its user stands, as every answer does")
    void aStreamTellsTheQuota() {
        for (var path : List.of(EVENTS, CALENDARS, LOG)) {
            try (var stream = own.open(path)) {
                var headers = stream.headers();
                assertTrue(headers.firstValue("RateLimit").orElseThrow().matches("\"list-[a-z]+\";r=19;t=60"));
                assertTrue(headers.firstValue("RateLimit-Policy").orElseThrow().endsWith(";q=20;w=60"));
            }
        }
    }

    @Test
    @DisplayName("4.5 at most 20 streams of a user are open at once; one that goes makes room")
    void theTwentyFirstStreamIsRefused() {
        var cursor = own.cursor(EVENTS);
        Awaitility.await().until(() -> opens(cursor));
        var open = new ArrayList<SseClient>();
        for (var number = 0; number < 20; number++) {
            var from = cursor;
            Awaitility.await()
                    .until(() ->
                            open.add(own.resume(EVENTS, from)) && open.getLast().status() == 200);
        }
        open.removeIf(stream -> stream.status() != 200);
        try (var refused = own.resume(EVENTS, cursor)) {
            assertEquals(429, refused.status());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
        }
        try (var other = Dashboard.at(service).open(EVENTS)) {
            assertEquals(200, other.status());
        }
        open.getFirst().close();
        Awaitility.await().until(() -> opens(cursor));
        open.forEach(SseClient::close);
    }

    @Test
    @DisplayName("6.2 what feeds do is measured")
    void whatFeedsDoIsPublished() {
        own.resume(EVENTS, "nonsense").close();
        var metrics = Metrics.of(Management.address());
        for (var name : List.of(
                "almanac_feed_commit_to_wire_seconds_bucket",
                "almanac_feed_streams",
                "almanac_feed_queue",
                "almanac_feed_resumes_total",
                "almanac_feed_resets_total",
                "almanac_feed_overflows_total")) {
            assertTrue(metrics.has(name), name);
        }
    }

    private boolean opens(String cursor) {
        try (var stream = own.resume(EVENTS, cursor)) {
            return stream.status() == 200;
        }
    }

    /// The number of a large change, which is not worth being parsed.
    private static String number(Message message) {
        var found = NUMBER.matcher(message.data());
        assertTrue(found.find());
        return found.group(1);
    }
}
