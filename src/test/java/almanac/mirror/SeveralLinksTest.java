package almanac.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Links share what both see, and touch nothing else of each other.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeveralLinksTest extends MirrorTest {
    @Test
    void twoAccountsThatSeeOneCalendarThereShareItHere() {
        var other = Api.user();
        there.add("Ours", TEN, TEN + HOUR);
        link();
        link(other, Map.of("base_url", there.url(), "access_token", "good-token"));
        awaitSuccess(other);
        assertEquals("edit", Api.calendarOf(other, UpstreamStub.NUMBER).get("privilege"));
        awaitSuccess(other);
        assertEquals(List.of("Ours"), titlesOf(other));
        Api.admin().delete(LINK, other.zuid()).then().statusCode(204);
        assertEquals(List.of("Ours"), titles());
    }

    @Test
    void aCalendarThatIsLeftBehindComesBackForWhoElseSeesIt() {
        var other = Api.user();
        there.add("Ours", TEN, TEN + HOUR);
        link();
        link(other, Map.of("base_url", there.url(), "access_token", "good-token"));
        awaitSuccess(other);
        Api.admin().delete(LINK, user.zuid()).then().statusCode(204);
        clock.advance(ROUND);
        awaitSuccess(other);
        assertEquals("owner", Api.calendarOf(other, UpstreamStub.NUMBER).get("privilege"));
        assertEquals(null, Api.calendarOf(user, UpstreamStub.NUMBER));
        Api.admin().delete(LINK, other.zuid()).then().statusCode(204);
    }

    @Test
    void oneServiceTouchesNothingOfAnother() {
        var mine = there.add("Mine", TEN, TEN + HOUR);
        link();
        var other = Api.user();
        try (var foreign = UpstreamStub.start()) {
            foreign.calendars().clear();
            foreign.calendars()
                    .add(UpstreamStub.calendar("100000000000999", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx", "Foreign"));
            foreign.put(new JsonObject()
                    .put("id", mine)
                    .put("title", "Hijacked")
                    .put("start_time", TEN)
                    .put("end_time", TEN + HOUR)
                    .put("calendar_id", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx"));
            IntStream.range(0, 5).forEach(number -> foreign.change(mine, new JsonObject().put("title", "Hijacked")));
            link(other, Map.of("base_url", foreign.url(), "access_token", "good-token"));
            awaitSuccess(other);
            var own = foreign.add("Own", TEN, TEN + HOUR);
            foreign.change(own, new JsonObject().put("calendar_id", "MTAwMDAwMDAwMDAwOTk5fDExMTExMTEx"));
            clock.advance(ROUND);
            awaitSuccess(other);
            assertEquals(List.of("Own"), titlesOf(other));
            assertEquals("Mine", event(mine).get("title"));
            var across = Api.event("Own", "calendar_id", UpstreamStub.CALENDAR);
            user.send(Map.of("privilege", "edit"))
                    .put("/api/v2/calendars/{id}/shares/{email}", UpstreamStub.NUMBER, other.email())
                    .then()
                    .statusCode(200);
            other.send(across).put("/api/v2/events/{id}", own).then().statusCode(400);
            Api.admin().delete(LINK, other.zuid()).then().statusCode(204);
        }
    }

    private static List<String> titlesOf(User viewer) {
        return viewer.call()
                .get("/api/v2/events?from=" + (TEN - HOUR) + "&to=" + (TEN + HOUR))
                .then()
                .statusCode(200)
                .extract()
                .path("data.title");
    }
}
