package almanac.mirror;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamException;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Times that nodes share hold nobody up after the clock went back, and only the node that has a turn ends
/// it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ClockStepTest extends MirrorTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Inject
    Links links;

    @Test
    void aLinkThatWasDueLaterIsDueAfterAStepBack() {
        link();
        clock.advance(AN_HOUR.negated());
        there.add("After the step", TEN, TEN + HOUR);
        awaitHere("After the step");
    }

    @Test
    void aLeaseFromBeforeTheStepHoldsNoLink() {
        link();
        there.add("After the step", TEN, TEN + HOUR);
        set("due_at = 0, leased_until = " + (clock.millis() + HOUR));
        awaitHere("After the step");
    }

    @Test
    void aLeaseThatCanBeIsKept() {
        link();
        set("due_at = 0, leased_until = " + (clock.millis() + 20_000));
        var asked = there.received("list-calendars");
        var other = Api.user();
        try (var elsewhere = UpstreamStub.start()) {
            elsewhere.calendars().clear();
            link(other, Map.of("base_url", elsewhere.url(), "access_token", "good-token"));
            awaitSuccess(other);
            Api.admin().delete(LINK, other.zuid()).then().statusCode(204);
        }
        assertEquals(asked, there.received("list-calendars"));
    }

    @Test
    void whatWasUsedOfTheQuotaBeforeTheStepLocksNothing() {
        link();
        storage.run("update upstream_call set times = array(select " + (clock.millis() + HOUR)
                + " + g from generate_series(1, 20) g), locked_until = " + (clock.millis() + 48 * HOUR)
                + " where zuid = " + user.zuid());
        there.add("After the step", TEN, TEN + HOUR);
        poll();
        assertEquals(List.of("After the step"), titles());
        assertEquals(0, state().getInt("data.calls.find { it.call == 'get-event' }.used"));
    }

    @Test
    void anEventThatWasWrittenBeforeTheStepIsHeardAfterIt() {
        link();
        var id = Api.create(user, Api.event("Written through", "calendar_id", UpstreamStub.CALENDAR))
                .get("id");
        clock.advance(AN_HOUR.negated());
        there.change((String) id, new JsonObject().put("title", "Changed there"));
        awaitHere("Changed there");
    }

    @Test
    void aNodeWhoseTurnIsOverChangesNothing() {
        link();
        var mine = held();
        set("rounds = rounds + 1, due_at = 7, leased_until = " + (clock.millis() + 20_000));
        var failure = UpstreamException.here("too late");
        assertFalse(result(links.succeeded(mine, 1, List.of())));
        assertFalse(result(links.failed(mine, 1, true, failure)));
        assertFalse(result(links.postponed(mine, 1)));
        assertEquals(7, storage.count("select due_at from upstream_link where zuid = " + user.zuid()));
        assertTrue(result(links.postponed(held(), clock.millis() + Api.MINUTE)));
    }

    /// Waits until an event is here. The calls that read events have a quota, so the database is asked.
    private void awaitHere(String title) {
        await().atMost(PATIENCE)
                .until(() -> storage.count("select count(*) from event where document like '%\"" + title + "\"%'"
                                + " and calendar_id = " + UpstreamStub.NUMBER)
                        == 1);
    }

    private Link held() {
        return links.of(Long.parseLong(user.zuid())).await().atMost(PATIENCE).orElseThrow();
    }

    private static boolean result(Uni<Boolean> work) {
        return work.await().atMost(PATIENCE);
    }

    private void set(String columns) {
        storage.run("update upstream_link set " + columns + " where zuid = " + user.zuid());
    }
}
