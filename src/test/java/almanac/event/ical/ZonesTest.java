package almanac.event.ical;

import static almanac.event.ical.Files.calendar;
import static almanac.event.ical.Files.event;
import static almanac.event.ical.Files.lines;
import static almanac.event.ical.Files.only;
import static almanac.event.ical.Files.start;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.request.Zone;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The zones of a file (docs/icalendar.md, 6.3).
class ZonesTest {
    @ParameterizedTest
    @DisplayName("6.3 a name of IANA, also quoted, renamed or behind a path, and a name of Windows")
    @CsvSource(
            delimiter = '|',
            value = {
                "America/New_York | America/New_York",
                "\"America/New_York\" | America/New_York",
                "america/new_york | America/New_York",
                "Europe/Kiev | Europe/Kiev",
                "US/Eastern | US/Eastern",
                "/softwarestudio.org/Tzfile/America/Chicago | America/Chicago",
                "/citadel.org/20210210_1/America/Argentina/Buenos_Aires | America/Argentina/Buenos_Aires",
                "W. Europe Standard Time | Europe/Berlin",
                "\"(UTC-05:00) Eastern Time (US & Canada)\" | America/New_York",
                "\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\" | Europe/Berlin",
                "New Zealand Standard Time | Pacific/Auckland",
                "GMT-0300 | Etc/GMT+3",
                "Nowhere | Europe/Berlin"
            })
    void names(String name, String zone) {
        assertEquals(
                zone, event("DTSTART;TZID=" + name + ":20260302T090000").event().timezone());
    }

    @Test
    @DisplayName("6.3 every zone of the table of Windows is one of IANA")
    void windows() {
        assertTrue(Zones.Windows.all().size() > 100);
        assertAll(Zones.Windows.all().stream().map(zone -> () -> assertTrue(Zone.Names.isKnown(zone), zone)));
    }

    private static IcalEvent zoned(String start, String... zone) {
        return only(calendar(Stream.of(
                        new String[] {"BEGIN:VTIMEZONE", "TZID:Mine"},
                        zone,
                        new String[] {"END:VTIMEZONE"},
                        lines("DTSTART;TZID=Mine:" + start))
                .flatMap(Stream::of)
                .toArray(String[]::new)));
    }

    private static String observance(String kind, String from, String to, String more) {
        return "BEGIN:" + kind + "\r\nTZOFFSETFROM:" + from + "\r\nTZOFFSETTO:" + to + "\r\n" + more + "\r\nEND:"
                + kind;
    }

    @Test
    @DisplayName("6.3 X-LIC-LOCATION names the zone of a VTIMEZONE")
    void location() {
        assertEquals(
                "Pacific/Fiji",
                zoned("20260302T090000", "X-LIC-LOCATION:Pacific/Fiji").event().timezone());
    }

    @Test
    @DisplayName("6.3 the IANA zone with the offsets of the VTIMEZONE")
    void offsets() {
        var read = zoned(
                "20260702T090000",
                observance(
                        "STANDARD",
                        "-0400",
                        "-0500",
                        "DTSTART:16010101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
                observance(
                        "DAYLIGHT",
                        "-0500",
                        "-0400",
                        "DTSTART:16010101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"));
        assertEquals("America/New_York", read.event().timezone());
        assertEquals("2026-07-02T13:00:00Z", start(read));
    }

    @Test
    @DisplayName("6.3 the fixed offset at the start where no zone has the offsets")
    void fixed() {
        var odd = zoned("20260702T090000", observance("STANDARD", "+0117", "+0117", "DTSTART:19700101T000000"));
        assertEquals("UTC", odd.event().timezone());
        assertEquals("2026-07-02T07:43:00Z", start(odd));
        var whole = zoned(
                "20260702T090000",
                observance("STANDARD", "+0300", "+0200", "DTSTART:20200101T000000\r\nRRULE:FREQ=YEARLY;BYMONTH=1"),
                observance("DAYLIGHT", "+0200", "+0300", "DTSTART:20200601T000000\r\nRRULE:FREQ=YEARLY;BYMONTH=6"));
        assertEquals("Etc/GMT-3", whole.event().timezone());
        assertEquals("2026-07-02T06:00:00Z", start(whole));
    }

    @Test
    @DisplayName("6.3 floating times and dates are in X-WR-TIMEZONE, else in the calendar's zone")
    void floating() {
        assertEquals("Europe/Berlin", event("DTSTART:20260302T090000").event().timezone());
        var named = calendar(Stream.of(new String[] {"X-WR-TIMEZONE:Asia/Tokyo"}, lines("DTSTART:20260302T090000"))
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertEquals("Asia/Tokyo", only(named).event().timezone());
        assertEquals("2026-03-02T00:00:00Z", start(only(named)));
    }
}
