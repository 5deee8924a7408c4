package almanac.event.agenda;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Repeating;
import almanac.testing.ShortHorizon;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Windows in which occurrences lie in pages, outside of them, and on both sides of a border.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(ShortHorizon.class)
class UnpagedTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    /// Before the first page, at its border, now, at the border of the last page, and beyond it.
    private static final List<Integer> DAYS = List.of(-400, -70, -45, -20, 0, 60, 150, 175, 500);

    private static final List<String> RULES = List.of(
            "FREQ=DAILY",
            "FREQ=DAILY;INTERVAL=3;COUNT=200",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            "FREQ=MONTHLY;BYMONTHDAY=31,-1",
            "FREQ=WEEKLY;UNTIL=20260520T000000Z",
            "FREQ=DAILY;BYHOUR=3,15");

    /// Random, and the same in each run.
    private final Random random = new Random(44);

    @Inject
    MovableClock clock;

    @BeforeEach
    void now() {
        clock.set(MORNING);
    }

    @AfterEach
    void backToTheStart() {
        clock.set(MORNING);
    }

    @Test
    @DisplayName("recurrence 4.4 and 9.2 a list has the same occurrences in pages and beyond them")
    void aListHasTheSameBeyondThePages() {
        var owner = Api.user();
        var series = new ArrayList<Map<String, Object>>();
        for (var rule : RULES) {
            for (var begin : List.of(-420, -40)) {
                series.add(made(owner, rule, begin));
            }
        }
        alike(owner, series);
        change(owner, series);
        clock.advance(Duration.ofDays(40));
        alike(owner, series);
    }

    private Map<String, Object> made(User owner, String rule, int begin) {
        var start = TEN + begin * DAY + random.nextInt(24 * 60) * MINUTE;
        var body = Api.event("Series " + rule, "recurrence_rule", rule);
        body.put("start_time", start);
        body.put("end_time", start + (1 + random.nextInt(2 * 24 * 60)) * MINUTE);
        return Api.create(owner, body);
    }

    /// Of each series one occurrence is left out, and one is moved.
    private void change(User owner, List<Map<String, Object>> series) {
        for (var each : series) {
            var items = occurrences(owner, each, TEN - 45 * DAY, TEN + 90 * DAY);
            var gone = items.get(random.nextInt(items.size()));
            Repeating.delete(owner, gone, (String) gone.get("recurrence_id"), "only")
                    .then()
                    .statusCode(204);
            var left = occurrences(owner, each, TEN - 45 * DAY, TEN + 90 * DAY);
            if (!left.isEmpty()) {
                var moved = left.get(random.nextInt(left.size()));
                var start = ((Number) moved.get("start_time")).longValue() + MINUTE;
                Repeating.edit(
                        owner,
                        moved,
                        "start_time",
                        start,
                        "end_time",
                        start + 60 * MINUTE,
                        "recurrence_id",
                        moved.get("recurrence_id"));
            }
        }
    }

    private void alike(User owner, List<Map<String, Object>> series) {
        var seen = 0;
        for (var days : DAYS) {
            var from = TEN + days * DAY + random.nextInt(24 * 60) * MINUTE;
            var to = from + (1 + random.nextInt(31 * 24 * 60)) * MINUTE;
            var list = Repeating.list(owner, from, to);
            var expected = new ArrayList<Map<String, Object>>();
            series.forEach(each -> expected.addAll(occurrences(owner, each, from, to)));
            expected.sort(
                    Comparator.<Map<String, Object>>comparingLong(item -> ((Number) item.get("start_time")).longValue())
                            .thenComparing(item -> (String) item.get("id"))
                            .thenComparing(item -> (String) item.get("recurrence_id")));
            assertEquals(expected, list, () -> from + " to " + to);
            seen += list.size();
        }
        assertTrue(seen > 100);
    }

    /// The occurrences as the series itself has them, without any page.
    private static List<Map<String, Object>> occurrences(User owner, Map<String, Object> series, long from, long to) {
        return owner.call()
                .queryParams("calendar_id", series.get("calendar_id"), "from", from, "to", to)
                .get("/api/v2/events/{id}/occurrences", series.get("id"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }
}
