package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Series over changes of the clock. In Berlin it was set forward on 30 March 2025 at 2:00 and back on 26 October at
/// 3:00, in New York on 9 March and on 2 November.
class ClockChangesTest {
    private static final ZoneId APIA = ZoneId.of("Pacific/Apia");
    private static final ZoneId BEIRUT = ZoneId.of("Asia/Beirut");

    @Test
    @DisplayName("2.3 an occurrence keeps its wall-clock time when the clock is changed")
    void keepsItsLocalTime() {
        var spring = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-03-29T09:00"));
        assertEquals(List.of("20250329T080000Z", "20250330T070000Z", "20250331T070000Z"), Series.ids(spring, 9));
        var autumn = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-10-25T09:00"));
        assertEquals(List.of("20251025T070000Z", "20251026T080000Z", "20251027T080000Z"), Series.ids(autumn, 9));
    }

    @Test
    @DisplayName("2.3 a time in a gap has the offset before it: 2:30 becomes 3:30")
    void aTimeInAGap() {
        var set = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-03-29T02:30"));
        assertEquals(List.of("20250329T013000Z", "20250330T013000Z", "20250331T003000Z"), Series.ids(set, 9));
        assertEquals(
                "2025-03-30T02:30",
                set.at("20250330T013000Z").orElseThrow().id().local().toString());
    }

    @Test
    @DisplayName("2.3 of a doubled hour the first counts")
    void aDoubledHour() {
        var set = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-10-25T02:30"));
        assertEquals(List.of("20251025T003000Z", "20251026T003000Z", "20251027T013000Z"), Series.ids(set, 9));
        assertTrue(set.at("20251026T013000Z").isEmpty());
    }

    @Test
    @DisplayName("2.3 two that fall on one instant are one, also for COUNT, and the order is that of the instants")
    void twoOnOneInstant() {
        var rule = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,15,30;COUNT=10";
        var set = Series.of(rule, Series.at("2025-03-30T01:45"));
        assertEquals(
                List.of(
                        "20250330T004500Z",
                        // 2:00 and 3:00, 2:15 and 3:15, 2:30 and 3:30
                        "20250330T010000Z",
                        "20250330T011500Z",
                        "20250330T013000Z",
                        "20250331T000000Z",
                        "20250331T001500Z",
                        "20250331T003000Z",
                        "20250331T010000Z",
                        "20250331T011500Z",
                        "20250331T013000Z"),
                Series.ids(set, 99));
        var mixed = Series.of("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=20,40", Series.at("2025-03-30T01:45"));
        assertEquals(
                List.of("20250330T004500Z", "20250330T012000Z", "20250330T014000Z", "20250331T002000Z"),
                Series.ids(mixed, 4));
        // A window that begins within the hour after the gap has the same occurrences with the same ids.
        var from = mixed.at("20250330T014000Z").orElseThrow();
        assertEquals(from, mixed.startingFrom(from.start()).findFirst().orElseThrow());
        assertEquals("2025-03-30T02:40", from.id().local().toString());
    }

    @Test
    @DisplayName("2.3 a start in a gap comes before what its rule gives in the hour after the gap")
    void aStartInAGap() {
        var set = Series.of("FREQ=DAILY;BYHOUR=3;BYMINUTE=0,45;COUNT=3", Series.at("2025-03-30T02:30"));
        assertEquals(List.of("20250330T013000Z", "20250330T014500Z", "20250331T010000Z"), Series.ids(set, 9));
    }

    @Test
    @DisplayName("2.3 a day that was left out in Apia is the day after it")
    void aDayThatIsLeftOut() {
        var timed = Series.of("FREQ=DAILY;COUNT=4", Series.at("2011-12-28T10:00", APIA));
        assertEquals(
                List.of("20111228T200000Z", "20111229T200000Z", "20111230T200000Z", "20111231T200000Z"),
                Series.ids(timed, 9));
        var days = Series.of(
                "FREQ=DAILY;COUNT=4", SeriesStart.ofDay(timed.start().local().toLocalDate(), APIA));
        assertEquals(List.of("20111228", "20111229", "20111230", "20120101"), Series.ids(days, 9));
    }

    @Test
    @DisplayName("2.3 a timed occurrence lasts as many ms as the first, over a change of the clock too")
    void lengthOfTimed() {
        var set = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-03-29T01:30"));
        assertTrue(set.startingFrom(0).allMatch(found -> found.end() - found.start() == Series.HOUR));
    }

    @Test
    @DisplayName("2.3 an all-day occurrence lasts as many days as the first, from midnight to midnight")
    void lengthOfAllDay() {
        var set = Series.of("FREQ=DAILY", Series.on("2025-03-29"));
        assertEquals(List.of(24L, 23L, 24L), hours(set));
        assertEquals(List.of(24L, 25L, 24L), hours(Series.of("FREQ=DAILY", Series.on("2025-10-25"))));
        var pairs = new RecurrenceSet(set.start(), 2, set.rule(), set.exdates(), List.of());
        assertEquals(List.of(47L, 47L, 48L), hours(pairs));
    }

    @Test
    @DisplayName("2.3 an all-day occurrence begins at the first moment that its day has")
    void theFirstMomentOfADay() {
        // In Beirut the clock was set forward from 0:00 to 1:00 on 31 March 2024.
        var set = Series.of("FREQ=DAILY", SeriesStart.ofDay(LocalDate.of(2024, 3, 30), BEIRUT));
        assertEquals(List.of(24L, 23L, 24L), hours(set));
        assertEquals(
                List.of("2024-03-29T22:00:00Z", "2024-03-30T22:00:00Z", "2024-03-31T21:00:00Z"),
                set.startingFrom(0)
                        .limit(3)
                        .map(found -> Instant.ofEpochMilli(found.start()).toString())
                        .toList());
    }

    @Test
    @DisplayName("1.2 2.3 an id is a wall-clock time, and excludes the occurrence under either name of a time in a gap")
    void anExclusionInAGap() {
        var set = Series.of("FREQ=DAILY;COUNT=3", Series.at("2025-03-29T02:30"));
        assertEquals(
                List.of("20250329T013000Z", "20250331T003000Z"),
                Series.ids(Series.without(set, "20250330T013000Z"), 9));
        var id = set.at("20250330T013000Z").orElseThrow().id();
        assertEquals(List.of("20250329T013000Z", "20250331T003000Z"), Series.ids(set.without(id), 9));
    }

    @Test
    @DisplayName("1.2 a start with a fraction of a second gives it to each occurrence, and not to its id")
    void aFractionOfASecond() {
        var millis = Instant.parse("2025-02-10T05:00:00.250Z").toEpochMilli();
        var start = SeriesStart.ofMillis(millis, Series.BERLIN, false);
        var set = Series.of("FREQ=DAILY;COUNT=2", start);
        assertEquals(List.of("20250210T050000Z", "20250211T050000Z"), Series.ids(set, 9));
        assertEquals(millis, set.first().orElseThrow().start());
        assertEquals(
                millis + Duration.ofDays(1).toMillis(),
                set.at("20250211T050000Z").orElseThrow().start());
        assertEquals(1, set.startingFrom(millis + 1).count());
        assertEquals(2, set.startingFrom(millis).count());
    }

    private static List<Long> hours(RecurrenceSet set) {
        return set.startingFrom(Long.MIN_VALUE)
                .limit(3)
                .map(found -> (found.end() - found.start()) / Series.HOUR)
                .toList();
    }
}
