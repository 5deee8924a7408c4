package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What goes wrong in an account elsewhere loses nothing here, and is made up for.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FaultsTest extends MirrorTest {
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP_AFTER", "SILENCE_AFTER", "BROKEN_AFTER", "STALE", "SILENCE"},
            mode = Mode.EXCLUDE)
    void aFaultInAListDeletesNothingAndIsOvercome(Fault fault) {
        there.add("Stays", TEN, TEN + HOUR);
        link();
        // Twice, since what may be repeated is repeated once.
        there.fail("list-events", fault, fault);
        pollInVain();
        assertEquals(List.of("Stays"), titles());
        assertFalse(state().getString("data.last_error.code").isEmpty());
        there.calm();
        there.add("New", TEN, TEN + HOUR);
        clock.advance(Duration.ofMinutes(11));
        poll();
        assertSame();
        assertNull(state().get("data.last_error"));
    }

    @Test
    void anAccountThatIsAwayIsShownAsBehindAndThenAsCurrent() {
        there.add("Served meanwhile", TEN, TEN + HOUR);
        link();
        var last = state().getLong("data.last_success");
        try (var calendars = watch("/api/v2/calendars")) {
            there.away(true);
            pollInVain();
            assertEquals(
                    Map.of("state", "behind", "since", last), calendars.next().get("item.mirror"));
            assertEquals(List.of("Served meanwhile"), titles());
            assertEquals("behind", state().getString("data.state"));
            there.away(false);
            poll();
            assertEquals(Map.of("state", "current"), calendars.next().get("item.mirror"));
        }
    }

    @Test
    void anHourOfOutageIsCaughtUpInOneRound() {
        var ids = IntStream.range(0, 20)
                .mapToObj(number -> there.add("Event " + number, TEN, TEN + HOUR))
                .toList();
        var far = there.add("Far", TEN + 45 * Api.DAY, TEN + 45 * Api.DAY + HOUR);
        link();
        there.away(true);
        IntStream.range(0, 10).forEach(number -> pollInVain());
        ids.subList(0, 10).forEach(there::remove);
        ids.subList(10, 20).forEach(id -> there.change(id, new JsonObject().put("title", "Changed " + id)));
        there.change(far, new JsonObject().put("title", "Far and changed"));
        IntStream.range(0, 10).forEach(number -> there.add("New " + number, TEN, TEN + HOUR));
        there.away(false);
        var rounds = there.received("list-calendars");
        poll();
        assertEquals(rounds + 1, there.received("list-calendars"));
        assertEquals(
                there.events().stream()
                        .map(event -> event.getString("title"))
                        .filter(title -> !title.startsWith("Far"))
                        .sorted()
                        .toList(),
                titles().stream().sorted().toList());
        Api.read(user, far, UpstreamStub.CALENDAR)
                .then()
                .statusCode(200)
                .body("data[0].title", equalTo("Far and changed"));
    }

    @Test
    void aSlowAccountDelaysNoOther() {
        var other = Api.user();
        try (var slow = UpstreamStub.start()) {
            slow.fail("list-calendars", Fault.SILENCE, Fault.SILENCE, Fault.SILENCE, Fault.SILENCE);
            link(other, Map.of("base_url", slow.url(), "access_token", "good-token"));
            there.add("Prompt", TEN, TEN + HOUR);
            link();
            assertEquals(List.of("Prompt"), titles());
            Api.admin().delete(LINK, other.zuid()).then().statusCode(204);
        }
    }
}
