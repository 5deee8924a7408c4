package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 5545, section 3.8.5.3: at 9:00 in New York. Those of hours and minutes are refused here.
class RfcExamplesTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @DisplayName("2.1 2.2 2.4 the examples of RFC 5545")
    @CsvSource(delimiter = '|', textBlock = """
            FREQ=DAILY;COUNT=10 | 1997 Sep 2 3 4 5 6 7 8 9 10 11
            FREQ=DAILY;INTERVAL=2 | 1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2 4 6
            FREQ=DAILY;INTERVAL=10;COUNT=5 | 1997 Sep 2 12 22 Oct 2 12
            FREQ=WEEKLY;COUNT=10 | 1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4
            FREQ=WEEKLY;UNTIL=19971224T000000Z | 1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23
            FREQ=WEEKLY;INTERVAL=2;WKST=SU | 1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23 1998 Jan 6 20 Feb 3 17
            FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH | 1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2
            FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH | 1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2
            FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR | \
              1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 Dec 8 10 12 22
            FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH | 1997 Sep 2 4 16 18 30 Oct 2 14 16
            FREQ=MONTHLY;COUNT=10;BYDAY=1FR | 1997 Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5
            FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR | 1997 Sep 5 Oct 3 Nov 7 Dec 5
            FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU | 1997 Sep 7 28 Nov 2 30 1998 Jan 4 25 Mar 1 29 May 3 31
            FREQ=MONTHLY;COUNT=6;BYDAY=-2MO | 1997 Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16
            FREQ=MONTHLY;BYMONTHDAY=-3 | 1997 Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26
            FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15 | 1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15 1998 Jan 2 15
            FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1 | 1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31 1998 Jan 1 31 Feb 1
            FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15 | 1997 Sep 10 11 12 13 14 15 1999 Mar 10 11 12 13
            FREQ=MONTHLY;INTERVAL=2;BYDAY=TU | 1997 Sep 2 9 16 23 30 Nov 4 11 18 25 1998 Jan 6 13 20 27 Mar 3 10 17 24 31
            FREQ=YEARLY;COUNT=10;BYMONTH=6,7 | \
              1997 Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10 Jul 10 2000 Jun 10 Jul 10 2001 Jun 10 Jul 10
            FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3 | \
              1997 Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10 Feb 10 Mar 10 2003 Jan 10 Feb 10 Mar 10
            FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200 | \
              1997 Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10 Jul 19 2006 Jan 1
            FREQ=YEARLY;BYDAY=20MO | 1997 May 19 1998 May 18 1999 May 17
            FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO | 1997 May 12 1998 May 11 1999 May 17
            FREQ=YEARLY;BYMONTH=3;BYDAY=TH | 1997 Mar 13 20 27 1998 Mar 5 12 19 26 1999 Mar 4 11 18 25
            FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8 | \
              1997 Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7 14 21 28 1998 Jun 4 11 18 25 Jul 2 9 16 23 30 Aug 6 13 20 27
            FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 | 1997 Sep 2 1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13
            FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13 | \
              1997 Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13
            FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8 | 1996 Nov 5 2000 Nov 7 2004 Nov 2
            FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3 | 1997 Sep 4 Oct 7 Nov 6
            FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2 | 1997 Sep 29 Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30
            FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO | 1997 Aug 5 10 19 24
            FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU | 1997 Aug 5 17 19 31
            FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5 | 2007 Jan 15 30 Feb 15 Mar 15 30
            """)
    void example(String rule, String days) {
        var expected = days(days);
        var start = new SeriesStart(expected.getFirst().atTime(9, 0), NEW_YORK, false);
        var set = Series.of(rule, start);
        var found = times(set, expected.size() + (set.isEndless() ? 0 : 1));
        assertEquals(expected.stream().map(day -> day.atTime(9, 0)).toList(), found);
    }

    @Test
    @DisplayName("2.1 the example of each day in January, which may be written in two ways")
    void eachDayInJanuary() {
        var start = Series.at("1998-01-01T09:00", NEW_YORK);
        var yearly = Series.of("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", start);
        var daily = Series.of("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", start);
        var expected = new ArrayList<LocalDateTime>();
        for (int year = 1998; year <= 2000; year++) {
            LocalDate.of(year, 1, 1)
                    .datesUntil(LocalDate.of(year, 2, 1))
                    .forEach(day -> expected.add(day.atTime(9, 0)));
        }
        assertEquals(expected, times(yearly, 1000));
        assertEquals(expected, times(daily, 1000));
    }

    @Test
    @DisplayName("2.1 the example of each day until Christmas, over the end of summer time")
    void eachDayUntilChristmas() {
        var set = Series.of("FREQ=DAILY;UNTIL=19971224T000000Z", Series.at("1997-09-02T09:00", NEW_YORK));
        var expected = LocalDate.of(1997, 9, 2)
                .datesUntil(LocalDate.of(1997, 12, 24))
                .map(day -> day.atTime(9, 0))
                .toList();
        assertEquals(expected, times(set, 1000));
        assertEquals("19971025T130000Z", Series.ids(set, 1000).get(53));
        assertEquals("19971026T140000Z", Series.ids(set, 1000).get(54));
    }

    @Test
    @DisplayName("2.1 the example of every 20 minutes from 9 to 16:40, which are 24 times a day")
    void everyTwentyMinutes() {
        var set = Series.of(
                "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", Series.at("1997-09-02T09:00", NEW_YORK));
        var expected = new ArrayList<LocalDateTime>();
        for (int day = 2; day <= 3; day++) {
            for (var time = LocalTime.of(9, 0); time.getHour() < 17; time = time.plusMinutes(20)) {
                expected.add(LocalDate.of(1997, 9, day).atTime(time));
            }
        }
        assertEquals(expected, times(set, 48));
    }

    private static List<LocalDateTime> times(RecurrenceSet set, int most) {
        return set.startingFrom(Long.MIN_VALUE)
                .limit(most)
                .map(found ->
                        Instant.ofEpochMilli(found.start()).atZone(NEW_YORK).toLocalDateTime())
                .toList();
    }

    /// The days of a text such as `1997 Sep 2 9 Oct 7`.
    private static List<LocalDate> days(String text) {
        var days = new ArrayList<LocalDate>();
        var year = 0;
        var month = Month.JANUARY;
        for (var word : text.split(" ")) {
            if (word.length() == 4) {
                year = Integer.parseInt(word);
            } else if (word.length() == 3) {
                month = Arrays.stream(Month.values())
                        .filter(each -> each.name().startsWith(word.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow();
            } else {
                days.add(LocalDate.of(year, month, Integer.parseInt(word)));
            }
        }
        return days;
    }
}
