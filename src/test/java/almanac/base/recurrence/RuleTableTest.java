package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.problem.FieldError;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTableTest {
    private static final SeriesStart TIMED = Series.at("2025-02-10T06:00");
    private static final SeriesStart ALL_DAY = Series.on("2025-02-10");
    private static final long MOST_CPU = 50_000_000;

    @ParameterizedTest
    @DisplayName("2.6 a rule that is refused says which part is wrong, and how")
    @CsvSource(delimiter = '|', textBlock = """
            '' | has an empty or malformed part; FREQ is missing
            ';' | has an empty or malformed part; FREQ is missing
            COUNT=3 | FREQ is missing
            FREQ=DAILY;;COUNT=3 | has an empty or malformed part
            FREQ=DAILY;COUNT | COUNT has no value
            FREQ=DAILY;DTSTART=20250210 | DTSTART is an unknown part
            FREQ=DAILY;X-A=1 | X-A is an unknown part
            FREQ=DAILY;<b>=1 | has an empty or malformed part
            FREQ=DAILY; COUNT=3 | has an empty or malformed part
            FREQ=DAILY;FREQ=DAILY | FREQ is given twice
            FREQ=DAILY;COUNT=3;COUNT=4 | COUNT is given twice
            FREQ=SECONDLY | FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY
            FREQ=MINUTELY | FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY
            FREQ=HOURLY | FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY
            FREQ= | FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY
            FREQ=DAILY;COUNT=3;UNTIL=20260101T000000Z | COUNT and UNTIL exclude each other
            FREQ=DAILY;COUNT=0 | COUNT must be a whole number from 1 to 10000
            FREQ=DAILY;COUNT=-1 | COUNT must be a whole number from 1 to 10000
            FREQ=DAILY;COUNT=10001 | COUNT must be a whole number from 1 to 10000
            FREQ=DAILY;COUNT=99999999999 | COUNT must be a whole number from 1 to 10000
            FREQ=DAILY;INTERVAL=0 | INTERVAL must be a whole number from 1 to 1000
            FREQ=DAILY;INTERVAL=1001 | INTERVAL must be a whole number from 1 to 1000
            FREQ=DAILY;INTERVAL=1.5 | INTERVAL must be a whole number from 1 to 1000
            FREQ=DAILY;UNTIL=2025 | UNTIL must be a date or a moment such as 20250210T050000Z
            FREQ=DAILY;UNTIL=20250230 | UNTIL must be a date or a moment such as 20250210T050000Z
            FREQ=DAILY;UNTIL=20250210T250000Z | UNTIL must be a date or a moment such as 20250210T050000Z
            FREQ=WEEKLY;WKST=XX | WKST must be a weekday such as MO
            FREQ=WEEKLY;WKST=1MO | WKST must be a weekday such as MO
            FREQ=WEEKLY;BYDAY= | BYDAY must be weekdays such as MO or -1FR, with numbers up to 53
            FREQ=WEEKLY;BYDAY=MO,,TU | BYDAY must be weekdays such as MO or -1FR, with numbers up to 53
            FREQ=YEARLY;BYDAY=0MO | BYDAY must be weekdays such as MO or -1FR, with numbers up to 53
            FREQ=YEARLY;BYDAY=54MO | BYDAY must be weekdays such as MO or -1FR, with numbers up to 53
            FREQ=DAILY;BYHOUR=24 | BYHOUR must be whole numbers from 0 to 23
            FREQ=DAILY;BYMINUTE=60 | BYMINUTE must be whole numbers from 0 to 59
            FREQ=DAILY;BYSECOND=61 | BYSECOND must be whole numbers from 0 to 60
            FREQ=DAILY;BYHOUR=-1 | BYHOUR must be whole numbers from 0 to 23
            FREQ=YEARLY;BYMONTH=0 | BYMONTH must be whole numbers from 1 to 12
            FREQ=YEARLY;BYMONTH=13 | BYMONTH must be whole numbers from 1 to 12
            FREQ=YEARLY;BYMONTH=5L | BYMONTH must be whole numbers from 1 to 12
            FREQ=MONTHLY;BYMONTHDAY=0 | BYMONTHDAY must be whole numbers from 1 to 31 or from -31 to -1
            FREQ=MONTHLY;BYMONTHDAY=-32 | BYMONTHDAY must be whole numbers from 1 to 31 or from -31 to -1
            FREQ=YEARLY;BYYEARDAY=367 | BYYEARDAY must be whole numbers from 1 to 366 or from -366 to -1
            FREQ=YEARLY;BYWEEKNO=54 | BYWEEKNO must be whole numbers from 1 to 53 or from -53 to -1
            FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0 | BYSETPOS must be whole numbers from 1 to 366 or from -366 to -1
            FREQ=YEARLY;RSCALE=CHINESE | RSCALE must be GREGORIAN
            FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=NEVER | SKIP must be OMIT, FORWARD or BACKWARD
            FREQ=MONTHLY;SKIP=FORWARD | SKIP needs RSCALE
            FREQ=MONTHLY;BYWEEKNO=5 | BYWEEKNO needs FREQ=YEARLY
            FREQ=WEEKLY;BYWEEKNO=5 | BYWEEKNO needs FREQ=YEARLY
            FREQ=MONTHLY;BYYEARDAY=5 | BYYEARDAY needs FREQ=YEARLY
            FREQ=WEEKLY;BYYEARDAY=5 | BYYEARDAY needs FREQ=YEARLY
            FREQ=DAILY;BYYEARDAY=5 | BYYEARDAY needs FREQ=YEARLY
            FREQ=WEEKLY;BYMONTHDAY=5 | BYMONTHDAY excludes FREQ=WEEKLY
            FREQ=WEEKLY;BYDAY=1MO | BYDAY with numbers needs FREQ=MONTHLY or FREQ=YEARLY
            FREQ=DAILY;BYDAY=-1MO | BYDAY with numbers needs FREQ=MONTHLY or FREQ=YEARLY
            FREQ=YEARLY;BYWEEKNO=5;BYDAY=1MO | BYDAY with numbers excludes BYWEEKNO
            FREQ=YEARLY;BYYEARDAY=1,-366;BYDAY=MO | BYDAY excludes -366 in BYYEARDAY
            FREQ=MONTHLY;BYSETPOS=1 | BYSETPOS needs another part that begins with BY
            FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3,4 | BYHOUR, BYMINUTE and BYSECOND must give at most 24 times a day
            FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8,9,10,11;BYSETPOS=1 | \
              BYSETPOS must choose from at most 1000 times in an interval
            FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO;RSCALE=GREGORIAN;SKIP=FORWARD | \
              SKIP excludes two of BYDAY, BYMONTHDAY and BYYEARDAY
            FREQ=YEARLY;BYYEARDAY=366;BYMONTHDAY=31;RSCALE=GREGORIAN;SKIP=BACKWARD | \
              SKIP excludes two of BYDAY, BYMONTHDAY and BYYEARDAY
            FREQ=YEARLY;BYYEARDAY=366;BYMONTH=12;RSCALE=GREGORIAN;SKIP=BACKWARD | \
              SKIP excludes BYMONTH and BYSETPOS beside BYYEARDAY
            FREQ=YEARLY;BYYEARDAY=360,366;BYSETPOS=1;RSCALE=GREGORIAN;SKIP=FORWARD | \
              SKIP excludes BYMONTH and BYSETPOS beside BYYEARDAY
            """)
    void isRefused(String rule, String reasons) {
        assertEquals(List.of(reasons.split("; ")), reasons(rule, TIMED));
    }

    @ParameterizedTest
    @DisplayName("2.6 BYWEEKNO excludes what no two implementations agree on")
    @ValueSource(
            strings = {
                "BYMONTH=2",
                "BYMONTHDAY=2",
                "BYYEARDAY=2",
                "BYSETPOS=1",
                "INTERVAL=2",
                "RSCALE=GREGORIAN;SKIP=FORWARD"
            })
    void weekNumbersExcludeOtherParts(String part) {
        assertEquals(
                List.of("BYWEEKNO excludes BYMONTH, BYMONTHDAY, BYYEARDAY, BYSETPOS, INTERVAL above 1 and SKIP"),
                reasons("FREQ=YEARLY;BYWEEKNO=7;BYDAY=MO;" + part, TIMED));
        Series.rule("FREQ=YEARLY;BYWEEKNO=7;BYDAY=MO;INTERVAL=1;WKST=SU;RSCALE=GREGORIAN;SKIP=OMIT", TIMED);
    }

    @ParameterizedTest
    @DisplayName("2.6 a rule of an all-day series has no times")
    @ValueSource(strings = {"BYHOUR=6", "BYMINUTE=0", "BYSECOND=0"})
    void allDayRulesHaveNoTimes(String part) {
        assertEquals(
                List.of("BYHOUR, BYMINUTE and BYSECOND exclude an all-day start"),
                reasons("FREQ=DAILY;" + part, ALL_DAY));
        Series.rule("FREQ=DAILY;" + part, TIMED);
    }

    @Test
    @DisplayName("2.6 all reasons are told at once, in the field recurrence_rule of a 400 recurrence_invalid")
    void allReasonsAreTold() {
        var refused = assertInstanceOf(
                Reading.Refused.class, RecurrenceRule.read("FREQ=WEEKLY;BYMONTHDAY=3;BYDAY=1MO;BYWEEKNO=2", TIMED));
        var problem = refused.problem();
        assertEquals(400, problem.problem().status());
        assertEquals("recurrence_invalid", problem.body().code());
        assertEquals(
                Stream.of(
                                "BYWEEKNO needs FREQ=YEARLY",
                                "BYWEEKNO excludes BYMONTH, BYMONTHDAY, BYYEARDAY, BYSETPOS, INTERVAL above 1 and SKIP",
                                "BYMONTHDAY excludes FREQ=WEEKLY",
                                "BYDAY with numbers needs FREQ=MONTHLY or FREQ=YEARLY",
                                "BYDAY with numbers excludes BYWEEKNO")
                        .map(reason -> new FieldError("recurrence_rule", reason))
                        .toList(),
                problem.body().errors());
    }

    @Test
    @DisplayName("2.6 a rule has at most 512 characters of ASCII")
    void isShort() {
        var days = "FREQ=MONTHLY;BYMONTHDAY=" + "1,".repeat(243) + "11";
        assertEquals(512, days.length());
        Series.rule(days, TIMED);
        Series.rule("RRULE:" + days, TIMED);
        assertEquals(List.of("must have at most 512 characters"), reasons(days + "1", TIMED));
        assertEquals(List.of("must have at most 512 characters"), reasons(";".repeat(1_000_000), TIMED));
        // In upper case this is an I.
        assertEquals(List.of("must consist of printable ASCII characters"), reasons("FREQ=DA\u0131LY", TIMED));
        assertEquals(List.of("must consist of printable ASCII characters"), reasons("FREQ=DAILY;COUNT=\u0663", TIMED));
        assertEquals(List.of("must consist of printable ASCII characters"), reasons("FREQ=DAILY\nCOUNT=3", TIMED));
    }

    @Test
    @DisplayName("2.6 24 times a day are allowed, and a value that is given twice counts once")
    void doubledValuesCountOnce() {
        var hours = String.join(
                ",", IntStream.range(0, 24).mapToObj(String::valueOf).toList());
        Series.rule("FREQ=DAILY;BYHOUR=" + hours + "," + hours, TIMED);
        Series.rule("FREQ=DAILY;BYHOUR=9,9,9,9,9;BYMINUTE=0,0,0,0,0", TIMED);
        assertEquals(
                1,
                reasons("FREQ=DAILY;BYHOUR=" + hours + ";BYMINUTE=0,1", TIMED).size());
    }

    @ParameterizedTest
    @DisplayName("2.6 a rule that gives nothing after the start is refused, unless UNTIL or COUNT=1 says so")
    @MethodSource("barren")
    void barrenRulesAreRefused(String rule) {
        assertEquals(List.of("it gives no time after the start"), reasons(rule, TIMED));
        assertEquals(List.of("it gives no time after the start"), reasons(rule + ";COUNT=2", TIMED));
        assertEquals(List.of("20250210T050000Z"), Series.ids(Series.of(rule + ";COUNT=1", TIMED), 9));
        assertEquals(List.of("20250210T050000Z"), Series.ids(Series.of(rule + ";UNTIL=99991231", TIMED), 9));
    }

    static Stream<String> barren() {
        return Stream.of(
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
                "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;INTERVAL=2;BYMONTH=2,4;BYMONTHDAY=31;BYDAY=MO",
                "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
                "FREQ=DAILY;BYHOUR=6,7;BYSETPOS=3",
                "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
                "FREQ=WEEKLY;BYDAY=MO;BYHOUR=1,2,3;BYSETPOS=-4",
                "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
                "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO",
                "FREQ=MONTHLY;BYDAY=6MO",
                "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21",
                "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
                "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
                "FREQ=YEARLY;BYDAY=MO;BYSETPOS=54",
                "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2");
    }

    @ParameterizedTest
    @DisplayName("2.6 what is rare or far away is not taken for nothing")
    @CsvSource(delimiter = '|', textBlock = """
            FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO | 2044-02-29
            FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO | 2044-02-29
            FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO | 2044-02-29
            FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29 | 2044-02-29
            FREQ=YEARLY;INTERVAL=100;BYMONTH=1 | 2125-01-10
            FREQ=YEARLY;INTERVAL=1000;BYMONTH=1 | 3025-01-10
            FREQ=MONTHLY;INTERVAL=1000;BYMONTHDAY=31 | 2191-10-31
            """)
    void rareTimesAreFound(String rule, String day) {
        var set = Series.of(rule, Series.on("2025-02-10"));
        var second = set.startingFrom(Long.MIN_VALUE).skip(1).findFirst().orElseThrow();
        assertEquals(day, second.id().local().toLocalDate().toString());
    }

    @ParameterizedTest
    @DisplayName("2.6 each refusal takes at most 50 ms of CPU")
    @MethodSource({"barren", "hostile"})
    void refusalsAreCheap(String rule) {
        var threads = ManagementFactory.getThreadMXBean();
        // The compiler of the JVM works on the first calls.
        var least = Long.MAX_VALUE;
        for (int i = 0; i < 5 && least > MOST_CPU; i++) {
            var before = threads.getCurrentThreadCpuTime();
            assertInstanceOf(Reading.Refused.class, RecurrenceRule.read(rule, TIMED));
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
        }
        assertTrue(least <= MOST_CPU, rule + " took " + least / 1_000_000 + " ms");
    }

    static Stream<String> hostile() {
        return Stream.of(
                "=".repeat(512),
                ";".repeat(512),
                "FREQ=DAILY;" + "A=;".repeat(160),
                "FREQ=YEARLY;BYDAY=" + "1MO,".repeat(120) + "X",
                "FREQ=YEARLY;BYMONTHDAY=" + "9,".repeat(240) + "0",
                " ".repeat(10_000_000),
                "RRULE:".repeat(1_000_000),
                "FREQ=" + "9".repeat(500));
    }

    private static List<String> reasons(String rule, SeriesStart start) {
        return assertInstanceOf(Reading.Refused.class, RecurrenceRule.read(rule == null ? "" : rule, start))
                .errors()
                .stream()
                .map(error -> ((FieldError) error).message())
                .toList();
    }
}
