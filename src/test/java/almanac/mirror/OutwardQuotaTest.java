package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No account goes over its quota elsewhere: counted on the far side.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OutwardQuotaTest extends MirrorTest {
    private static final int LIMIT = 20;
    private static final int RESERVE = 4;

    @Test
    void atMostTwentyCallsOfAKindAreMadeWithinAMinuteHoweverManyAreAskedFor() {
        link();
        var refused = new AtomicInteger();
        var other = Api.user();
        user.send(java.util.Map.of("privilege", "edit"))
                .put("/api/v2/calendars/{id}/shares/{email}", "100000000000001", other.email())
                .then()
                .statusCode(200);
        // Two callers, who each have a quota of their own here, and one there.
        IntStream.range(0, 30).parallel().forEach(number -> {
            var caller = number % 2 == 0 ? user : other;
            var event = Api.event("Event " + number, "calendar_id", "100000000000001");
            var answer = caller.send(event).post("/api/v2/events");
            if (answer.statusCode() == 429) {
                refused.incrementAndGet();
                assertTrue(Integer.parseInt(answer.header("Retry-After")) <= 65);
            } else {
                answer.then().statusCode(200);
            }
        });
        assertEquals(LIMIT, there.received("create-event"));
        assertEquals(10, refused.get());
        clock.advance(Duration.ofSeconds(66));
        other.send(Api.event("Later", "calendar_id", "100000000000001"))
                .post("/api/v2/events")
                .then()
                .statusCode(200);
    }

    @Test
    void askingLeavesAReserveForWhatPeopleDo() {
        var ids = IntStream.range(0, 25)
                .mapToObj(number -> there.add("Event " + number, TEN, TEN + HOUR))
                .toList();
        link();
        ids.forEach(there::remove);
        clock.advance(Duration.ofMinutes(6));
        await().atMost(PATIENCE).until(() -> there.received("get-event") >= LIMIT - RESERVE);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> events().size() == 25 - (LIMIT - RESERVE));
        assertEquals(LIMIT - RESERVE, there.received("get-event"));
        clock.advance(Duration.ofSeconds(66));
        await().atMost(PATIENCE).until(() -> there.received("get-event") == 25);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> events().isEmpty());
    }

    @Test
    void aLockThatTheOtherSideHasPutOnIsKept() {
        link();
        there.fail("list-events", Fault.LIMIT_EXCEEDED);
        pollInVain();
        assertEquals("request_limit_exceeded", state().getString("data.last_error.code"));
        var until = state().getLong("data.calls.find { it.call == 'list-events' }.locked_until");
        assertEquals(clock.millis() + 600_000, until);
        var asked = there.received();
        clock.advance(Duration.ofMinutes(9));
        // Somebody who watches changes nothing about that.
        try (var feed = watch("/api/v2/events")) {
            Api.create(user, Api.event("Local", "calendar_id", user.calendarId()));
            feed.next("enter");
            assertEquals(asked, there.received());
        }
        clock.advance(Duration.ofMinutes(2));
        await().atMost(PATIENCE).until(() -> there.received() > asked);
    }
}
