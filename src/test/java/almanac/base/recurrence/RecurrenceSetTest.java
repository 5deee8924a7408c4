package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.problem.FieldError;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceSetTest {
    private static final SeriesStart TIMED = Series.at("2025-02-10T06:00");
    private static final SeriesStart ALL_DAY = Series.on("2025-02-10");

    @Test
    @DisplayName(
            "1.2 the id of a timed occurrence is its start in UTC, that of a day the day, with T000000Z or without")
    void ids() {
        var timed = Series.of("FREQ=DAILY;COUNT=2", TIMED);
        assertEquals(List.of("20250210T050000Z", "20250211T050000Z"), Series.ids(timed, 9));
        assertTrue(timed.at("20250211T050000Z").isPresent());
        assertTrue(timed.at("20250211T060000Z").isEmpty());
        var days = Series.of("FREQ=DAILY;COUNT=2", ALL_DAY);
        assertEquals(List.of("20250210", "20250211"), Series.ids(days, 9));
        assertTrue(days.at("20250211").isPresent());
        assertEquals(days.at("20250211"), days.at("20250211T000000Z"));
        assertEquals(days.at("20250211"), days.at(RecurrenceId.ofDay(LocalDate.of(2025, 2, 11))));
        assertTrue(days.at("20250212").isEmpty());
    }

    @ParameterizedTest
    @DisplayName("1.2 anything else is no id")
    @ValueSource(
            strings = {
                "",
                "20250211",
                "20250211T050000",
                "20250211t050000z",
                "20250230T050000Z",
                "20250211T250000Z",
                "2025-02-11T05:00:00Z",
                "20250211T050000Z ",
                "120250211T050000Z",
                "20251026T013000Z"
            })
    void malformedIds(String text) {
        assertTrue(RecurrenceId.parse(text, TIMED).isEmpty(), text);
    }

    @ParameterizedTest
    @DisplayName("1.2 anything else is no id of a day")
    @ValueSource(strings = {"", "20250230", "20250211T050000Z", "20250211T000000", "2025-02-11", "20250211Z"})
    void malformedDays(String text) {
        assertTrue(RecurrenceId.parse(text, ALL_DAY).isEmpty(), text);
    }

    @Test
    @DisplayName("2.2 single times beside the rule count once, at their place, and are not counted by COUNT")
    void extraTimes() {
        var rule = Series.of("FREQ=DAILY;INTERVAL=2;COUNT=3", TIMED);
        var set = Series.with(rule, extra("20250211T050000Z"), extra("20250212T050000Z"), extra("20250301T080000Z"));
        assertEquals(
                List.of(
                        "20250210T050000Z",
                        "20250211T050000Z",
                        "20250212T050000Z",
                        "20250214T050000Z",
                        "20250301T080000Z"),
                Series.ids(set, 9));
        assertEquals(
                List.of("20250210T050000Z", "20250212T050000Z", "20250214T050000Z", "20250301T080000Z"),
                Series.ids(Series.without(set, "20250211T050000Z"), 9));
    }

    @Test
    @DisplayName("2.2 a series may have no rule, but single times alone")
    void noRule() {
        var set = new RecurrenceSet(
                TIMED, Series.HOUR, null, Collections.emptyNavigableSet(), List.of(extra("20250301T080000Z")));
        assertEquals(List.of("20250210T050000Z", "20250301T080000Z"), Series.ids(set, 9));
        assertFalse(set.isEndless());
        assertEquals(millis("2025-03-01T09:00:00Z"), set.lastEnd().orElseThrow());
    }

    @Test
    @DisplayName("2.3 a single time may have a length of its own, also one that the rule gives")
    void ownLengths() {
        var id = RecurrenceId.parse("20250211T050000Z", TIMED).orElseThrow();
        var set = Series.with(Series.of("FREQ=DAILY;COUNT=3", TIMED), new ExtraTime(id, 5 * Series.HOUR));
        assertEquals(
                List.of(1L, 5L, 1L),
                set.startingFrom(0)
                        .map(found -> (found.end() - found.start()) / Series.HOUR)
                        .toList());
        var long30 = Series.with(Series.of("FREQ=DAILY;COUNT=3", TIMED), new ExtraTime(id, 30 * Series.HOUR));
        assertEquals(millis("2025-02-12T11:00:00Z"), long30.lastEnd().orElseThrow());
        assertEquals(
                List.of("20250211T050000Z"),
                long30.within(millis("2025-02-12T10:00:00Z"), millis("2025-02-13T00:00:00Z"), 9).stream()
                        .map(found -> found.id().text(TIMED))
                        .toList());
        var days = Series.with(Series.of("FREQ=DAILY;COUNT=2", ALL_DAY), new ExtraTime(day("20250211"), 3L));
        assertEquals(millis("2025-02-13T23:00:00Z"), days.lastEnd().orElseThrow());
    }

    @Test
    @DisplayName("2.2 a window has what overlaps it, and no more than is asked for")
    void windows() {
        var set = Series.of("FREQ=DAILY", TIMED);
        var from = millis("2025-02-11T05:30:00Z");
        var to = millis("2025-02-14T05:00:00Z");
        assertEquals(
                List.of("20250211T050000Z", "20250212T050000Z", "20250213T050000Z"),
                set.within(from, to, 99).stream()
                        .map(found -> found.id().text(TIMED))
                        .toList());
        assertEquals(2, set.within(from, to, 2).size());
        // Neither what ends as the window begins, nor what begins as it ends.
        assertEquals(3, set.within(from + Series.HOUR / 2, to + 1, 99).size());
        assertEquals(List.of(), set.within(0, millis("2025-02-10T05:00:00Z"), 9));
        assertEquals(
                1,
                set.within(Long.MIN_VALUE, millis("2025-02-10T05:00:00.001Z"), 9)
                        .size());
        assertEquals(7, set.within(Long.MIN_VALUE, Long.MAX_VALUE, 7).size());
        assertEquals(List.of(), set.within(Long.MAX_VALUE, Long.MAX_VALUE, 7));
    }

    @Test
    @DisplayName("2.2 an occurrence without length is in the window in which it starts")
    void noLength() {
        var set = RecurrenceSet.of(TIMED, 0, Series.rule("FREQ=DAILY", TIMED));
        var start = millis("2025-02-10T05:00:00Z");
        assertEquals(1, set.within(start, start + 1, 9).size());
        assertEquals(0, set.within(start + 1, start + 2, 9).size());
        assertEquals(0, set.within(start - 1, start, 9).size());
    }

    @Test
    @DisplayName("2.2 the first and the last occurrence and the end are those that are left")
    void hull() {
        var set = Series.of("FREQ=DAILY;COUNT=4", TIMED);
        assertEquals("20250213T050000Z", set.last().orElseThrow().id().text(TIMED));
        var fewer = Series.without(set, "20250210T050000Z", "20250213T050000Z");
        assertEquals("20250211T050000Z", fewer.first().orElseThrow().id().text(TIMED));
        assertEquals("20250212T050000Z", fewer.last().orElseThrow().id().text(TIMED));
        assertEquals(millis("2025-02-12T06:00:00Z"), fewer.lastEnd().orElseThrow());
        assertTrue(
                fewer.isExcluded(RecurrenceId.parse("20250213T050000Z", TIMED).orElseThrow()));
        var endless = Series.of("FREQ=DAILY", TIMED);
        assertEquals(Optional.empty(), endless.last());
        assertEquals(OptionalLong.of(RecurrenceSet.ENDLESS), endless.lastEnd());
        var none = Series.without(Series.of("FREQ=DAILY;COUNT=1", TIMED), "20250210T050000Z");
        assertEquals(Optional.empty(), none.first());
        assertEquals(OptionalLong.empty(), none.lastEnd());
    }

    @ParameterizedTest
    @DisplayName("2.2 the last occurrence before UNTIL is found from the end, however rare it is")
    @ValueSource(
            strings = {
                "FREQ=DAILY",
                "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
                "FREQ=WEEKLY;INTERVAL=7;BYDAY=MO,SU",
                "FREQ=MONTHLY;BYMONTHDAY=31",
                "FREQ=YEARLY;INTERVAL=30",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
            })
    void theLastBeforeUntil(String rule) {
        var set = Series.of(rule + ";UNTIL=20990101T000000Z", TIMED);
        assertEquals(set.startingFrom(0).reduce((_, later) -> later), set.last());
    }

    @Test
    @DisplayName("2.6 the fields of a request make a series")
    void fields() {
        var read = RecurrenceSet.read(
                TIMED,
                Series.HOUR,
                "rrule:freq=daily;count=3",
                List.of("20250211T050000Z"),
                List.of("20250301T080000Z"));
        var set = assertInstanceOf(Reading.Accepted.class, read).value() instanceof RecurrenceSet it ? it : null;
        assertEquals(List.of("20250210T050000Z", "20250212T050000Z", "20250301T080000Z"), Series.ids(set, 9));
    }

    @Test
    @DisplayName("2.6 the fields of a request are refused with all of their errors")
    void badFields() {
        assertEquals(
                List.of(
                        new FieldError("recurrence_rule", "FREQ is missing"),
                        new FieldError(
                                "exdates[1]",
                                "must be a moment such as 20250210T050000Z, and not in the second of a doubled hour"),
                        new FieldError("rdates", "must have at most 366 entries")),
                errors(
                        TIMED,
                        "COUNT=3",
                        List.of("20250211T050000Z", "20250211"),
                        Collections.nCopies(367, "20250211T050000Z")));
        assertEquals(
                List.of(new FieldError("rdates[0]", "must be a day such as 20250210")),
                errors(ALL_DAY, "FREQ=DAILY", List.of("20250211"), List.of("20250211T050000Z")));
        assertEquals(
                List.of(new FieldError("exdates", "must have at most 1000 entries")),
                errors(TIMED, "FREQ=DAILY", Collections.nCopies(1001, "20250211T050000Z"), List.of()));
    }

    @Test
    @DisplayName("2.6 exdates that take the last occurrence away are refused")
    void exdatesLeaveAnOccurrence() {
        var two = List.of("20250210T050000Z", "20250211T050000Z");
        assertEquals(
                List.of(new FieldError("exdates", "must leave at least one occurrence")),
                errors(TIMED, "FREQ=DAILY;COUNT=2", two, List.of()));
        assertInstanceOf(
                Reading.Accepted.class,
                RecurrenceSet.read(TIMED, 1, "FREQ=DAILY;COUNT=2", two, List.of("20250301T080000Z")));
        assertInstanceOf(Reading.Accepted.class, RecurrenceSet.read(TIMED, 1, "FREQ=DAILY;COUNT=3", two, List.of()));
        var thousand = IntStream.range(0, 1000)
                .mapToObj(day -> new RecurrenceId(TIMED.local().plusDays(day)).text(TIMED))
                .toList();
        assertInstanceOf(Reading.Accepted.class, RecurrenceSet.read(TIMED, 1, "FREQ=DAILY", thousand, List.of()));
    }

    @Test
    @DisplayName("2.8 a series is divided at an occurrence, and the rest of COUNT goes with the new one")
    void divided() {
        var set = Series.without(Series.of("FREQ=DAILY;COUNT=5", TIMED), "20250211T050000Z", "20250213T050000Z");
        var split = set.split(RecurrenceId.parse("20250212T050000Z", TIMED).orElseThrow())
                .orElseThrow();
        assertEquals("FREQ=DAILY;UNTIL=20250212T045959Z", text(split.before()));
        assertEquals("FREQ=DAILY;COUNT=3", text(split.after()));
        assertEquals(List.of("20250210T050000Z"), Series.ids(split.before(), 9));
        assertEquals(List.of("20250212T050000Z", "20250214T050000Z"), Series.ids(split.after(), 9));
        assertTrue(set.split(set.start().id()).isEmpty());
        assertTrue(set.split(RecurrenceId.parse("20250213T050000Z", TIMED).orElseThrow())
                .isEmpty());
    }

    @Test
    @DisplayName("2.8 what the old start implied is written out where the new start implies something else")
    void implied() {
        var backward = Series.of("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD", Series.on("2025-01-31"));
        var split = backward.split(day("20250228")).orElseThrow();
        assertEquals("FREQ=MONTHLY;UNTIL=20250227;RSCALE=GREGORIAN;SKIP=BACKWARD", text(split.before()));
        assertEquals("FREQ=MONTHLY;BYMONTHDAY=31;RSCALE=GREGORIAN;SKIP=BACKWARD", text(split.after()));
        assertEquals(List.of("20250228", "20250331", "20250430"), Series.ids(split.after(), 3));
    }

    @Test
    @DisplayName("2.8 a division at a single time keeps it, and begins the rule at its next time")
    void atASingleTime() {
        var set = Series.with(
                Series.of("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ALL_DAY),
                new ExtraTime(day("20250219")),
                new ExtraTime(day("20250501")));
        var split = set.split(day("20250219")).orElseThrow();
        assertEquals(List.of("20250210"), Series.ids(split.before(), 9));
        assertEquals(List.of("20250219", "20250224", "20250310", "20250501"), Series.ids(split.after(), 9));
        var late = set.split(day("20250501")).orElseThrow();
        assertEquals(List.of("20250501"), Series.ids(late.after(), 9));
        assertEquals(null, late.after().rule());
    }

    @Test
    @DisplayName("2.8 a division within a day that SKIP=FORWARD has moved keeps the other times of this day")
    void withinAMovedDay() {
        var start = Series.at("2025-02-10T08:00");
        var set = Series.of("FREQ=MONTHLY;BYMONTHDAY=30;BYHOUR=8,9;RSCALE=GREGORIAN;SKIP=FORWARD", start);
        var split = set.split(RecurrenceId.parse("20250301T070000Z", start).orElseThrow())
                .orElseThrow();
        assertEquals(List.of("20250210T070000Z"), Series.ids(split.before(), 9));
        assertEquals(
                List.of("20250301T070000Z", "20250301T080000Z", "20250330T060000Z", "20250330T070000Z"),
                Series.ids(split.after(), 4));
    }

    @Test
    @DisplayName("2.8 a rest that no rule can say is not divided off")
    void indivisible() {
        // Each 31 February becomes 1 March, and a rule that begins in March counts its intervals from there.
        var set = Series.of("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;RSCALE=GREGORIAN;SKIP=FORWARD", ALL_DAY);
        assertEquals(List.of("20250210", "20250301", "20260301"), Series.ids(set, 3));
        assertTrue(set.split(day("20260301")).isEmpty());
    }

    @Test
    @DisplayName("1.2 an all-day series begins at midnight")
    void allDayBeginsAtMidnight() {
        assertThrows(IllegalArgumentException.class, () -> new SeriesStart(TIMED.local(), TIMED.zone(), true));
        assertEquals(ALL_DAY, SeriesStart.ofMillis(millis("2025-02-09T23:00:00Z"), Series.BERLIN, true));
    }

    private static ExtraTime extra(String id) {
        return new ExtraTime(RecurrenceId.parse(id, TIMED).orElseThrow());
    }

    private static RecurrenceId day(String id) {
        return RecurrenceId.parse(id, ALL_DAY).orElseThrow();
    }

    private static long millis(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }

    private static String text(RecurrenceSet set) {
        return set.rule() == null ? "" : set.rule().text();
    }

    private static List<FieldError> errors(SeriesStart start, String rule, List<String> exdates, List<String> rdates) {
        return switch (RecurrenceSet.read(start, Series.HOUR, rule, exdates, rdates)) {
            case Reading.Refused<RecurrenceSet>(var errors) -> errors;
            case Reading.Accepted<RecurrenceSet> _ -> List.of();
        };
    }
}
