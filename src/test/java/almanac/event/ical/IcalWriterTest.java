package almanac.event.ical;

import static almanac.event.ical.Files.again;
import static almanac.event.ical.Files.calendar;
import static almanac.event.ical.Files.event;
import static almanac.event.ical.Files.lines;
import static almanac.event.ical.Files.only;
import static almanac.event.ical.Files.write;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How events are written (docs/icalendar.md, 6.4).
class IcalWriterTest {
    private static final String NINE = "DTSTART;TZID=Europe/Berlin:20260302T090000";

    private static void assertHas(String file, String... lines) {
        assertAll(Stream.of(lines).map(line -> () -> assertTrue(file.contains("\r\n" + line + "\r\n"), line)));
    }

    @Test
    @DisplayName("6.4 lines end with CRLF and have at most 75 octets, and no fold divides a character")
    void folds() {
        var file = write(List.of(event(NINE, "DESCRIPTION:" + "ä€😀a".repeat(200), "LOCATION:" + "x".repeat(200))));
        for (var line : file.split("\r\n")) {
            assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
            assertTrue(line.chars().allMatch(each -> each >= ' '), line);
            assertEquals(line, new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        assertTrue(file.endsWith("END:VCALENDAR\r\n"));
    }

    @Test
    @DisplayName("6.4 each event has DTSTAMP, SEQUENCE and UID, and its time in its zone, in UTC or as a date")
    void fields() {
        assertHas(
                write(List.of(event(NINE, "SEQUENCE:4", "LAST-MODIFIED:20260101T000000Z"))),
                "UID:1",
                "SEQUENCE:4",
                "DTSTAMP:20260101T000000Z",
                "DTSTART;TZID=Europe/Berlin:20260302T090000",
                "DTEND;TZID=Europe/Berlin:20260302T090100",
                "X-WR-CALNAME:Team");
        assertHas(write(List.of(event("DTSTART:20260302T090000Z"))), "DTSTART:20260302T090000Z");
        assertHas(
                write(List.of(event("DTSTART;VALUE=DATE:20260302"))),
                "DTSTART;VALUE=DATE:20260302",
                "DTEND;VALUE=DATE:20260303");
    }

    @Test
    @DisplayName("6.4 UNTIL is in UTC; exceptions have RECURRENCE-ID in the zone of the start")
    void series() {
        var read = only(calendar(Stream.of(
                        lines(NINE, "RRULE:FREQ=DAILY;UNTIL=20260401", "EXDATE:20260304T080000Z"),
                        lines("DTSTART:20260303T120000Z", "RECURRENCE-ID:20260303T080000Z"))
                .flatMap(Stream::of)
                .toArray(String[]::new)));
        assertHas(
                write(List.of(read)),
                "RRULE:FREQ=DAILY;UNTIL=20260401T215959Z",
                "EXDATE;TZID=Europe/Berlin:20260304T090000",
                "RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000");
    }

    @Test
    @DisplayName("6.4 texts are escaped, parameters by carets")
    void escapes() {
        var read = event(
                NINE,
                "DESCRIPTION:a\\, b\\; c\\nd \\\\",
                "ATTENDEE;CN=\"a^'b^^c^nd, e\";RSVP=TRUE:mailto:ann@example.com");
        assertHas(
                write(List.of(read)),
                "DESCRIPTION:a\\, b\\; c\\nd \\\\",
                "ATTENDEE;CN=\"a^'b^^c^nd, e\";RSVP=TRUE:mailto:ann@example.com");
    }

    @Test
    @DisplayName("6.4 what an event here has no fields for comes out again")
    void rest() {
        var lines = new String[] {
            "CATEGORIES:One,Two",
            "CLASS:PRIVATE",
            "GEO:37.386013;-122.082932",
            "X-FOO;A=b:c",
            "URL:https://example.com/",
            "ORGANIZER;CN=Ann:mailto:ann@example.com",
            "STATUS:TENTATIVE",
            "ATTENDEE:urn:uuid:1"
        };
        assertHas(
                write(List.of(
                        event(Stream.concat(Stream.of(NINE), Stream.of(lines)).toArray(String[]::new)))),
                lines);
    }

    @Test
    @DisplayName("6.4 a text that was cut comes out whole")
    void cutTexts() {
        var read = event(NINE, "LOCATION:" + "x".repeat(300));
        assertEquals(255, read.event().location().length());
        assertTrue(write(List.of(read)).replace("\r\n ", "").contains("LOCATION:" + "x".repeat(300) + "\r\n"));
    }

    @Test
    @DisplayName("6.4 the second of two equal wall-clock times stays the second")
    void doubledHour() {
        var read = event("DTSTART:20261025T013000Z", "X-ALMANAC-TIMEZONE:Europe/Berlin");
        assertEquals("Europe/Berlin", read.event().timezone());
        assertEquals(read.event(), again(List.of(read)).getFirst().event());
    }

    @ParameterizedTest
    @DisplayName("6.4 a VTIMEZONE has the offsets of its zone")
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "America/Sao_Paulo",
                "Africa/Casablanca",
                "America/Nuuk",
                "Asia/Jerusalem",
                "Pacific/Apia",
                "Europe/Dublin",
                "Asia/Gaza"
            })
    void zones(String name) {
        for (var year : List.of(1999, 2014, 2026)) {
            var from = Instant.parse(year + "-01-15T00:00:00Z").toEpochMilli();
            var text = new StringBuilder();
            ZoneLines.write(ZoneId.of(name), from, text);
            var written = BlockReader.read(text.toString()).blocks().getFirst();
            for (var step = 0; step < 60; step++) {
                var moment = from + step * 21 * 86_400_000L;
                assertEquals(
                        ZoneId.of(name).getRules().getOffset(Instant.ofEpochMilli(moment)),
                        new Observances(written, moment).first().orElseThrow(),
                        name + " " + Instant.ofEpochMilli(moment));
            }
        }
    }

    @Test
    @DisplayName("6.4 there is one VTIMEZONE for each zone")
    void oneForEachZone() {
        var file = write(List.of(event(NINE), event(NINE), event("DTSTART;TZID=Asia/Tokyo:20260302T090000")));
        assertEquals(3, file.split("BEGIN:VTIMEZONE").length);
    }
}
