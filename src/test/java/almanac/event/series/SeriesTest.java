package almanac.event.series;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.create;
import static almanac.testing.Repeating.edit;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.item;
import static almanac.testing.Repeating.month;
import static almanac.testing.Repeating.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Repeating;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The calls on series (docs/recurrence.md, section 3).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeriesTest {
    private static final long WEEK = 7 * DAY;

    /// After the change to summer time.
    private static final long FIFTH = TEN + 4 * WEEK - 60 * Api.MINUTE;

    @Test
    void clause31APostWithARuleMakesASeries() {
        var owner = Api.user();
        var made = create(owner, "Standup", "rrule:freq=weekly;count=3;wkst=mo");
        assertEquals("FREQ=WEEKLY;COUNT=3", made.get("recurrence_rule"));
        assertEquals(TEN, made.get("start_time"));
        var recurrence = (Map<?, ?>) made.get("recurrence");
        assertEquals("series", recurrence.get("kind"));
        assertEquals(TEN + 2 * WEEK + Api.MINUTE * 30, recurrence.get("last_end"));
        assertEquals(made, item(owner, made, null));
    }

    @Test
    void clause32AListHasEachOccurrenceAsAnItem() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        var items = month(owner);
        assertEquals(List.of(TEN, TEN + WEEK, TEN + 2 * WEEK, TEN + 3 * WEEK, FIFTH), starts(items));
        for (var each : items) {
            assertEquals(made.get("id"), each.get("id"));
            assertEquals(Map.of("kind", "occurrence"), each.get("recurrence"));
            assertEquals(made.get("edit_tag"), each.get("edit_tag"));
            assertEquals(each, item(owner, made, (String) each.get("recurrence_id")));
        }
    }

    @Test
    void clause32ByinstanceFalseHasEachSeriesOnce() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        Api.create(owner, Api.event("Tea", "start_time", TEN + Api.MINUTE));
        edit(owner, month(owner).get(2), "title", "Retro", "recurrence_id", id(TEN + WEEK));
        for (var more : List.<Map<String, Object>>of(Map.of(), Map.of("limit", 10), Map.of("search", "Standup"))) {
            List<Map<String, Object>> found = owner.call()
                    .queryParams(more)
                    .queryParams("from", TEN + DAY, "to", TEN + 20 * DAY, "byinstance", false)
                    .get("/api/v2/events")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data");
            assertEquals(List.of(item(owner, made, null)), found, more::toString);
        }
    }

    @Test
    void clause33AnOccurrenceThatIsNotThereIs404() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY;COUNT=2");
        assertEquals(404, Repeating.read(owner, made, id(TEN + DAY)).statusCode());
        assertEquals(404, Repeating.read(owner, made, id(TEN + 2 * WEEK)).statusCode());
        assertEquals(400, Repeating.read(owner, made, "tomorrow").statusCode());
    }

    @Test
    void clause34OccurrencesAreListedByTheThemselves() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=DAILY");
        var answer = owner.call()
                .queryParams("calendar_id", made.get("calendar_id"), "from", TEN, "limit", 3)
                .get("/api/v2/events/{id}/occurrences", made.get("id"));
        assertEquals(200, answer.statusCode(), answer::asString);
        assertEquals(true, answer.path("more"));
        List<Map<String, Object>> found = answer.path("data");
        assertEquals(List.of(TEN, TEN + DAY, TEN + 2 * DAY), starts(found));
    }

    @Test
    void clause35OnlyMakesAnException() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        var second = month(owner).get(1);
        var changed = edit(
                owner,
                second,
                "title",
                "Retro",
                "start_time",
                TEN + WEEK + Api.MINUTE,
                "recurrence_id",
                id(TEN + WEEK));
        assertEquals("Retro", changed.get("title"));
        assertEquals(id(TEN + WEEK), changed.get("recurrence_id"));
        assertEquals(Map.of("kind", "exception", "changed", List.of("start_time", "title")), changed.get("recurrence"));
        assertNotEquals(made.get("edit_tag"), changed.get("edit_tag"));
        var items = month(owner);
        assertEquals(List.of(TEN, TEN + WEEK + Api.MINUTE, TEN + 2 * WEEK, TEN + 3 * WEEK, FIFTH), starts(items));
        assertEquals(changed, items.get(1));
        assertEquals(changed, item(owner, made, id(TEN + WEEK)));
        var series = item(owner, made, null);
        assertEquals(made.get("edit_tag"), series.get("edit_tag"));
        assertEquals(List.of(id(TEN + WEEK)), ((Map<?, ?>) series.get("recurrence")).get("exceptions"));
    }

    @Test
    void clause35AnExceptionFollowsTheSeriesInWhatIsNotItsOwn() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        edit(owner, month(owner).get(1), "title", "Retro", "recurrence_id", id(TEN + WEEK));
        edit(
                owner,
                item(owner, made, null),
                "title",
                "Daily",
                "description",
                "Stand",
                "start_time",
                TEN + 2 * Api.MINUTE);
        var items = month(owner);
        assertEquals(List.of("Daily", "Retro", "Daily", "Daily", "Daily"), titles(items));
        assertEquals("Stand", items.get(1).get("description"));
        assertEquals(TEN + WEEK + 2 * Api.MINUTE, items.get(1).get("start_time"));
        assertEquals(id(TEN + WEEK + 2 * Api.MINUTE), items.get(1).get("recurrence_id"));
    }

    private static List<Object> titles(List<Map<String, Object>> items) {
        return items.stream().map(item -> item.get("title")).toList();
    }

    @Test
    void clause35AllWithTheTimesOfAnyOccurrenceKeepsTheTimes() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        var third = month(owner).get(2);
        var edited = edit(owner, third, "title", "Daily");
        assertEquals(TEN, edited.get("start_time"));
        assertEquals("series", ((Map<?, ?>) edited.get("recurrence")).get("kind"));
        assertEquals(TEN, month(owner).getFirst().get("start_time"));
        assertEquals(made.get("id"), edited.get("id"));
    }

    @Test
    void clause35AllMovesTheSeriesByTheSameTime() {
        var owner = Api.user();
        create(owner, "Standup", "FREQ=WEEKLY;BYDAY=MO;UNTIL=" + id(TEN + 3 * WEEK));
        var third = month(owner).get(2);
        var start = TEN + 2 * WEEK + DAY + Api.MINUTE;
        var edited = edit(
                owner,
                third,
                "start_time",
                start,
                "end_time",
                start + Api.MINUTE,
                "recurrence_id",
                third.get("recurrence_id"),
                "recurrence_edittype",
                "all");
        assertEquals(TEN + DAY + Api.MINUTE, edited.get("start_time"));
        assertEquals(
                "FREQ=WEEKLY;UNTIL=" + id(TEN + 3 * WEEK + DAY + Api.MINUTE) + ";BYDAY=TU",
                edited.get("recurrence_rule"));
        assertEquals(4, month(owner).size());
    }

    @Test
    void clause35FollowingDividesTheSeries() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY;COUNT=5");
        edit(owner, month(owner).get(3), "title", "Retro", "recurrence_id", id(TEN + 3 * WEEK));
        var third = month(owner).get(2);
        var begun = edit(
                owner,
                third,
                "title",
                "Daily",
                "recurrence_id",
                third.get("recurrence_id"),
                "recurrence_edittype",
                "following");
        assertNotEquals(made.get("id"), begun.get("id"));
        assertEquals("FREQ=WEEKLY;COUNT=3", begun.get("recurrence_rule"));
        assertEquals(made.get("id"), ((Map<?, ?>) begun.get("recurrence")).get("split_from"));
        assertEquals(List.of("Standup", "Standup", "Daily", "Retro", "Daily"), titles(month(owner)));
        var old = item(owner, made, null);
        assertNotEquals(made.get("edit_tag"), old.get("edit_tag"));
        assertEquals(List.of(), ((Map<?, ?>) old.get("recurrence")).get("exceptions"));
    }

    @Test
    void clause35AnEmptyRuleKeepsTheFirstOccurrence() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        var edited = edit(owner, made, "recurrence_rule", "");
        assertEquals(null, edited.get("recurrence"));
        assertEquals(List.of(TEN), starts(month(owner)));
        var again = edit(owner, edited, "recurrence_rule", "FREQ=DAILY;COUNT=2");
        assertEquals(made.get("id"), again.get("id"));
        assertEquals(List.of(TEN, TEN + DAY), starts(month(owner)));
    }

    @Test
    void clause51TheLogHasTheWholeLifeOfAnExceptionThatIsMovedWithItsSeries() {
        var owner = Api.user();
        String since = owner.call().get("/api/v2/changes").path("cursor");
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        edit(owner, month(owner).get(1), "title", "Retro", "recurrence_id", id(TEN + WEEK));
        edit(owner, item(owner, made, null), "start_time", TEN + Api.MINUTE);
        List<Map<String, Object>> changes = owner.call()
                .queryParams("since", since, "type", "event")
                .get("/api/v2/changes")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        var moved = id(TEN + WEEK + Api.MINUTE);
        assertEquals(
                List.of("created null", "edited " + id(TEN + WEEK), "deleted " + id(TEN + WEEK), "edited " + moved),
                changes.stream()
                        .filter(each -> each.get("recurrence_id") != null
                                || each.get("reason").equals("created"))
                        .map(each -> each.get("reason") + " " + each.get("recurrence_id"))
                        .toList());
    }
}
