package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.PackagedService;
import almanac.testing.SseClient;
import almanac.testing.TcpProxy;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Two real services: an account of one is mirrored by the other, over a line that breaks.
@TestInstance(Lifecycle.PER_CLASS)
class MirrorIT {
    private static final int STEPS = 160;

    private TwoServices both;
    private PackagedService origin;
    private PackagedService mirror;
    private TcpProxy line;
    private Side there;
    private Side here;

    @BeforeAll
    void twoServices() throws IOException {
        both = TwoServices.start("mirror");
        origin = both.origin();
        mirror = both.mirror();
        line = both.line();
        there = both.there();
        here = both.here();
    }

    @AfterAll
    void endsWhatItHasStarted() {
        both.close();
    }

    @Test
    void whatHappensThereIsOnTheFeedHere() {
        try (var feed = SseClient.open(mirror.address(), "/api/v2/changes", here.token())) {
            feed.until("ready");
            var made =
                    there.create("On the feed").then().statusCode(200).extract().<Map<String, Object>>path("data[0]");
            var message = feed.next();
            assertEquals(made.get("id"), message.get("id"));
            assertEquals("mirrored", message.get("reason"));
            there.delete(made).then().statusCode(204);
            assertEquals(made.get("id"), feed.next().get("id"));
        }
    }

    /// People edit on both sides while the line breaks again and again. When it is whole again, both
    /// sides are the same, and every edit that was answered as done is there.
    @Test
    void bothSidesEndInTheSameEventsWhateverTheLineDoes() {
        var random = new Random(20260302);
        var certain = new TreeMap<>(there.titles());
        var doubtful = new ArrayList<String>();
        for (var step = 0; step < STEPS; step++) {
            if (random.nextInt(6) == 0) {
                disturb(random);
            }
            step(random, "Step " + step, certain, doubtful);
        }
        line.leadTo(origin.address().getPort());
        await().atMost(TwoServices.PATIENCE).untilAsserted(() -> assertEquals(there.titles(), here.titles()));
        var end = there.titles();
        certain.forEach((id, title) -> {
            if (!doubtful.contains(id)) {
                assertEquals(title, end.get(id), "an edit that was done is lost");
            }
        });
        end.forEach((id, title) -> assertTrue(certain.containsKey(id) || !doubtful.isEmpty(), "nobody made " + title));
        assertTrue(certain.size() > 10, "the steps did something");
    }

    private void disturb(Random random) {
        if (random.nextBoolean()) {
            line.refuse();
        } else {
            line.leadTo(origin.address().getPort());
        }
    }

    private void step(Random random, String title, Map<String, String> certain, List<String> doubtful) {
        var side = random.nextBoolean() ? there : here;
        var events = side.events();
        var action = random.nextInt(10);
        if (action < 6 || events.isEmpty()) {
            var made = side.create(title);
            if (made.statusCode() == 200) {
                certain.put(made.path("data[0].id"), title);
            } else {
                note(made, title, doubtful);
            }
            return;
        }
        var event = events.get(random.nextInt(events.size()));
        var id = (String) event.get("id");
        var done = action < 9 ? side.edit(event, title) : side.delete(event);
        if (done.statusCode() == 200) {
            certain.put(id, title);
        } else if (done.statusCode() == 204) {
            certain.remove(id);
        } else {
            note(done, id, doubtful);
        }
    }

    /// A refusal says that nothing was done, unless it says that nobody knows.
    private static void note(Response refusal, String what, List<String> doubtful) {
        assertTrue(List.of(404, 412, 503).contains(refusal.statusCode()), refusal.asString());
        if ("upstream_outcome_unknown".equals(refusal.path("code"))) {
            doubtful.add(what);
        }
    }
}
