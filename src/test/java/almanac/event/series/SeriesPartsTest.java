package almanac.event.series;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static almanac.testing.Repeating.create;
import static almanac.testing.Repeating.delete;
import static almanac.testing.Repeating.edit;
import static almanac.testing.Repeating.id;
import static almanac.testing.Repeating.item;
import static almanac.testing.Repeating.month;
import static almanac.testing.Repeating.put;
import static almanac.testing.Repeating.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Repeating;
import almanac.testing.Rival;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// What is removed of a series, answered for and tagged apart (docs/recurrence.md, 3.6 to 3.9).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SeriesPartsTest {
    private static final long WEEK = 7 * DAY;

    @Inject
    DataSource database;

    /// After the change to summer time.
    private static final long FIFTH = TEN + 4 * WEEK - 60 * Api.MINUTE;

    @Test
    void clause36DeleteTakesOneOrAllFromThereOrAll() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        assertEquals(204, delete(owner, made, id(TEN + WEEK), null).statusCode());
        assertEquals(List.of(TEN, TEN + 2 * WEEK, TEN + 3 * WEEK, FIFTH), starts(month(owner)));
        assertEquals(404, Repeating.read(owner, made, id(TEN + WEEK)).statusCode());
        assertEquals(made.get("edit_tag"), item(owner, made, null).get("edit_tag"));
        assertEquals(204, delete(owner, made, id(TEN + 3 * WEEK), "following").statusCode());
        assertEquals(List.of(TEN, TEN + 2 * WEEK), starts(month(owner)));
        assertEquals(204, delete(owner, item(owner, made, null), null, null).statusCode());
        assertEquals(List.of(), month(owner));
    }

    @Test
    void clause32ATimeBesideTheRuleIsListedWhereverTheRuleBegins() {
        var owner = Api.user();
        var guest = Api.user();
        var body = Api.event("Standup", "recurrence_rule", "FREQ=WEEKLY;COUNT=3");
        body.put("rdates", List.of(id(TEN + 2 * DAY)));
        body.put("attendees", List.of(guest.email()));
        var made = Api.create(owner, body);
        var later = TEN + 60 * DAY;
        edit(
                owner,
                made,
                "start_time",
                later,
                "end_time",
                later + 60 * Api.MINUTE,
                "rdates",
                List.of(id(TEN + 2 * DAY)));
        assertEquals(List.of(TEN + 2 * DAY), starts(month(owner)));
        assertEquals(List.of(TEN + 2 * DAY), starts(month(guest)));
        // So far back that it is computed.
        var longAgo = TEN - 8_000 * DAY;
        edit(
                owner,
                item(owner, made, null),
                "start_time",
                later,
                "end_time",
                later + 60 * Api.MINUTE,
                "rdates",
                List.of(id(longAgo)));
        assertEquals(List.of(longAgo), starts(Repeating.list(owner, longAgo, longAgo + DAY)));
        assertEquals(List.of(longAgo), starts(Repeating.list(guest, longAgo, longAgo + DAY)));
    }

    @Test
    void clause36TheLastOccurrenceTakesTheSeriesAlong() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY;COUNT=2");
        assertEquals(204, delete(owner, made, id(TEN), "only").statusCode());
        assertEquals(204, delete(owner, made, id(TEN + WEEK), "only").statusCode());
        assertEquals(404, Repeating.read(owner, made, null).statusCode());
    }

    @Test
    void clause37AnAnswerIsForOneOccurrenceOrForAll() {
        var owner = Api.user();
        var guest = Api.user();
        var body = Api.event("Standup", "recurrence_rule", "FREQ=WEEKLY");
        body.put("attendees", List.of(guest.email()));
        var made = Api.create(owner, body);
        var answer = Repeating.answer(guest, made, id(TEN + WEEK), "declined");
        assertEquals(200, answer.statusCode(), answer::asString);
        assertEquals(made.get("id"), answer.path("data.uid"));
        assertEquals(id(TEN + WEEK), answer.path("data.recurrence_id"));
        assertEquals(200, Api.answer(guest, made.get("id"), "accepted").statusCode());
        assertEquals(
                List.of("accepted", "declined", "accepted", "accepted", "accepted"),
                month(guest).stream()
                        .map(item -> ((Map<?, ?>) ((List<?>) item.get("attendees")).getFirst()).get("status"))
                        .toList());
    }

    @Test
    void clause39AnEditThatIsOvertakenIsMadeAgain() throws SQLException {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        try (var rival = Rival.of(database)) {
            rival.run("update event set resource_tag = resource_tag + 1 where id = '" + made.get("id") + "'");
            var answer = CompletableFuture.supplyAsync(() -> put(owner, made, "title", "Daily"));
            rival.awaitWaiting("select case when c.position");
            rival.commit();
            assertEquals(200, answer.join().statusCode());
        }
    }

    @Test
    void clause38AStaleTagOfOneItemIsAnsweredWithThatItem() {
        var owner = Api.user();
        var made = create(owner, "Standup", "FREQ=WEEKLY");
        var second = month(owner).get(1);
        var changed = edit(owner, second, "title", "Retro", "recurrence_id", id(TEN + WEEK));
        var refused = put(owner, second, "title", "Late", "recurrence_id", id(TEN + WEEK));
        assertEquals(412, refused.statusCode());
        assertEquals(changed.get("edit_tag"), refused.path("data[0].edit_tag"));
        assertEquals(id(TEN + WEEK), refused.path("data[0].recurrence_id"));
        edit(owner, made, "title", "Still the old tag of the series");
    }
}
