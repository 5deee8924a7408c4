package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceRuleTest {
    private static final SeriesStart TIMED = Series.at("2025-02-10T06:00");

    @ParameterizedTest
    @DisplayName("1.3 a rule has one spelling, whatever its case, prefix and order")
    @CsvSource(delimiter = '|', textBlock = """
            rrule:freq=daily | FREQ=DAILY
            '  RRULE:FREQ=WEEKLY;BYDAY=MO;  ' | FREQ=WEEKLY;BYDAY=MO
            COUNT=03;INTERVAL=1;FREQ=DAILY | FREQ=DAILY;COUNT=3
            BYDAY=SU,MO,WE,MO;FREQ=WEEKLY;WKST=MO;INTERVAL=2 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU
            WKST=SU;COUNT=5;FREQ=WEEKLY;INTERVAL=3 | FREQ=WEEKLY;INTERVAL=3;COUNT=5;WKST=SU
            BYDAY=-1FR,+2MO,1TU,FR;FREQ=MONTHLY | FREQ=MONTHLY;BYDAY=-1FR,FR,1TU,2MO
            BYMONTHDAY=+15,-1,1;BYMONTH=12,06;FREQ=YEARLY | FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1,1,15
            BYSETPOS=-1;BYSECOND=60,0;BYMINUTE=30;BYHOUR=17,9;FREQ=DAILY | \
              FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30;BYSECOND=0,59;BYSETPOS=-1
            BYYEARDAY=366,1;FREQ=YEARLY | FREQ=YEARLY;BYYEARDAY=1,366
            BYWEEKNO=53,1,-1;FREQ=YEARLY | FREQ=YEARLY;BYWEEKNO=-1,1,53
            SKIP=OMIT;RSCALE=GREGORIAN;FREQ=MONTHLY | FREQ=MONTHLY
            RSCALE=gregorian;FREQ=MONTHLY | FREQ=MONTHLY
            SKIP=backward;RSCALE=gregorian;FREQ=MONTHLY;BYMONTHDAY=31 | \
              FREQ=MONTHLY;BYMONTHDAY=31;RSCALE=GREGORIAN;SKIP=BACKWARD
            """)
    void hasOneSpelling(String sent, String spelling) {
        var rule = Series.rule(sent, TIMED);
        assertEquals(spelling, rule.text());
        assertEquals(rule, Series.rule(spelling, TIMED));
        assertEquals(rule, RecurrenceRule.stored(spelling, TIMED));
    }

    @Test
    @DisplayName("1.3 a text that was not stored by this service is no stored rule")
    void storedRulesAreRules() {
        assertThrows(IllegalArgumentException.class, () -> RecurrenceRule.stored("BYDAY=MO", TIMED));
        assertThrows(IllegalArgumentException.class, () -> RecurrenceRule.stored("FREQ=HOURLY", TIMED));
    }

    @ParameterizedTest
    @DisplayName("2.5 UNTIL of a timed series is a moment in UTC; a date is its end, a local time is in the zone")
    @CsvSource({
        "20250301T120000Z, Europe/Berlin, 20250301T120000Z",
        "20250301T120000, Europe/Berlin, 20250301T110000Z",
        "20250701T120000, Europe/Berlin, 20250701T100000Z",
        "20250301, Europe/Berlin, 20250301T225959Z",
        "20250701, America/New_York, 20250702T035959Z",
        "20250301, Pacific/Kiritimati, 20250301T095959Z",
        // In Apia there was no 30 December 2011.
        "20111229, Pacific/Apia, 20111230T095959Z",
        "20111230, Pacific/Apia, 20111230T095959Z",
        "20250301T235960Z, UTC, 20250301T235959Z"
    })
    void untilOfTimed(String sent, String zone, String until) {
        var start = Series.at("2011-02-10T06:00", ZoneId.of(zone));
        assertEquals(
                "FREQ=DAILY;UNTIL=" + until,
                Series.rule("FREQ=DAILY;UNTIL=" + sent, start).text());
    }

    @ParameterizedTest
    @DisplayName("2.5 UNTIL of an all-day series is a date; a moment is its date")
    @CsvSource({
        "20250301, Europe/Berlin, 20250301",
        "20250301T120000, Europe/Berlin, 20250301",
        "20250301T120000Z, Europe/Berlin, 20250301",
        // Midnight and the end of the day in UTC, as many write a date.
        "20250301T000000Z, America/New_York, 20250301",
        "20250301T235959Z, Asia/Tokyo, 20250301",
        // Midnight and the end of the day in the zone.
        "20250228T230000Z, Europe/Berlin, 20250301",
        "20250302T045959Z, America/New_York, 20250301"
    })
    void untilOfAllDay(String sent, String zone, String until) {
        var start = new SeriesStart(Series.on("2025-02-10").local(), ZoneId.of(zone), true);
        assertEquals(
                "FREQ=DAILY;UNTIL=" + until,
                Series.rule("FREQ=DAILY;UNTIL=" + sent, start).text());
    }

    @Test
    @DisplayName("2.2 UNTIL is included, and COUNT counts what exdates take away")
    void untilIsIncluded() {
        var start = Series.at("2025-02-10T06:00", ZoneOffset.UTC);
        assertEquals(
                List.of("20250210T060000Z", "20250211T060000Z", "20250212T060000Z"),
                Series.ids(Series.of("FREQ=DAILY;UNTIL=20250212T060000Z", start), 9));
        assertEquals(
                List.of("20250210T060000Z", "20250211T060000Z"),
                Series.ids(Series.of("FREQ=DAILY;UNTIL=20250212T055959Z", start), 9));
        assertEquals(
                List.of("20250210", "20250211", "20250212"),
                Series.ids(Series.of("FREQ=DAILY;UNTIL=20250212", Series.on("2025-02-10")), 9));
        var four = Series.of("FREQ=DAILY;COUNT=4", start);
        assertEquals(
                List.of("20250210T060000Z", "20250213T060000Z"),
                Series.ids(Series.without(four, "20250211T060000Z", "20250212T060000Z"), 9));
    }

    @Test
    @DisplayName("2.1 the start is the first occurrence and is counted, on the rule or not, even behind UNTIL")
    void theStartIsTheFirst() {
        var start = Series.at("2025-02-10T06:00", ZoneOffset.UTC);
        assertEquals(
                List.of("20250210T060000Z", "20250211T060000Z", "20250218T060000Z"),
                Series.ids(Series.of("FREQ=WEEKLY;BYDAY=TU;COUNT=3", start), 9));
        assertEquals(List.of("20250210T060000Z"), Series.ids(Series.of("FREQ=DAILY;UNTIL=20240101T000000Z", start), 9));
        // The times of its interval that are before it do not belong to the series.
        assertEquals(
                List.of("20250210T060000Z", "20250225T060000Z", "20250305T060000Z"),
                Series.ids(Series.of("FREQ=MONTHLY;BYMONTHDAY=5,25", start), 3));
    }

    @Test
    @DisplayName("2.2 a date that does not exist is passed over, and SKIP alone changes that")
    void skip() {
        var start = Series.on("2025-01-31");
        var rule = "FREQ=MONTHLY;COUNT=4";
        assertEquals(List.of("20250131", "20250331", "20250531", "20250731"), Series.ids(Series.of(rule, start), 9));
        assertEquals(
                List.of("20250131", "20250301", "20250331", "20250501"),
                Series.ids(Series.of(rule + ";RSCALE=GREGORIAN;SKIP=FORWARD", start), 9));
        assertEquals(
                List.of("20250131", "20250228", "20250331", "20250430"),
                Series.ids(Series.of(rule + ";RSCALE=GREGORIAN;SKIP=BACKWARD", start), 9));
        var leap = Series.on("2024-02-29");
        assertEquals(
                List.of("20240229", "20280229", "20320229"), Series.ids(Series.of("FREQ=YEARLY;COUNT=3", leap), 9));
        assertEquals(
                List.of("20240229", "20250301", "20260301"),
                Series.ids(Series.of("FREQ=YEARLY;COUNT=3;RSCALE=GREGORIAN;SKIP=FORWARD", leap), 9));
        assertEquals(
                List.of("20240229", "20250228", "20260228"),
                Series.ids(Series.of("FREQ=YEARLY;COUNT=3;RSCALE=GREGORIAN;SKIP=BACKWARD", leap), 9));
    }

    @ParameterizedTest
    @DisplayName("2.4 where implementations differ")
    @CsvSource(delimiter = '|', textBlock = """
            FREQ=YEARLY;BYWEEKNO=20 | 2025-05-14 | 20250514 20260513 20270519
            FREQ=YEARLY;BYMONTHDAY=14,20 | 2025-05-14 | 20250514 20250520 20260514
            FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=2 | 2025-05-14 | 20250514 20250603 20250702
            FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2,3 | 2025-05-14 | 20250514 20250521 20250611
            FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1 | 2025-05-14 | 20250514 20250516 20250523
            FREQ=YEARLY;BYMONTH=3,5,7;BYSETPOS=2 | 2025-05-14 | 20250514 20260514 20270514
            FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU | 2025-05-13 | 20250513 20250518 20250527
            FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU | 2025-05-13 | 20250513 20250525 20250527
            FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO | 2024-01-01 | 20240101 20241230 20251229
            FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO | 2020-12-28 | 20201228 20261228 20321227
            FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO | 2019-12-30 | 20191230 20251229 20311229
            """)
    void choices(String rule, String day, String ids) {
        assertEquals(List.of(ids.split(" ")), Series.ids(Series.of(rule, Series.on(day)), 3));
    }

    @Test
    @DisplayName("2.4 the year 9999 ends everything")
    void theYear9999EndsEverything() {
        var daily = Series.ids(Series.of("FREQ=DAILY", Series.on("9999-12-29")), 9);
        assertEquals(List.of("99991229", "99991230", "99991231"), daily);
        var many = Series.ids(Series.of("FREQ=YEARLY;INTERVAL=1000;COUNT=9", Series.on("2025-02-10")), 20);
        assertEquals(8, many.size());
        assertEquals("90250210", many.getLast());
        var west = Series.of("FREQ=DAILY", Series.at("9999-12-29T20:00", ZoneId.of("America/New_York")));
        assertEquals(List.of("99991230T010000Z", "99991231T010000Z"), Series.ids(west, 9));
        assertEquals(
                List.of("99991230"),
                Series.ids(Series.of("FREQ=MONTHLY;BYMONTHDAY=30;UNTIL=99991231", Series.on("9999-12-30")), 9));
    }
}
