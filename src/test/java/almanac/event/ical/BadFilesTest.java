package almanac.event.ical;

import static almanac.event.ical.Files.BERLIN;
import static almanac.event.ical.Files.lines;
import static almanac.event.ical.Files.only;
import static almanac.event.ical.Files.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Files that are broken, or meant to break something (docs/icalendar.md, 6.2).
class BadFilesTest {
    private static final String GOOD = String.join("\n", lines("DTSTART:20260302T090000Z", "LOCATION:Zürich")) + "\n";

    @Test
    @DisplayName("6.2 9.5 the characters are UTF-8, with or without a mark, UTF-16 by its mark, else Windows-1252")
    void encodings() {
        for (var bytes : new byte[][] {
            GOOD.getBytes(StandardCharsets.UTF_8),
            ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_8),
            ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_16LE),
            ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_16BE),
            GOOD.getBytes(Charset.forName("windows-1252"))
        }) {
            assertEquals("Zürich", only(read(bytes)).event().location());
        }
    }

    @Test
    @DisplayName("9.5 what is no iCalendar is said to be none")
    void noCalendar() {
        var random = new byte[100_000];
        new Random(1).nextBytes(random);
        random[0] = 'P';
        random[1] = 'K';
        assertInstanceOf(IcalFile.NoCalendar.class, IcalReader.read(random, BERLIN));
        assertInstanceOf(IcalFile.NoCalendar.class, IcalReader.read(new byte[0], BERLIN));
        assertInstanceOf(IcalFile.NoCalendar.class, IcalReader.read("{}".getBytes(StandardCharsets.UTF_8), BERLIN));
    }

    @Test
    @DisplayName("9.5 a million lines are read, and an event of too many is skipped")
    void manyLines() {
        var file = GOOD + "BEGIN:VEVENT\n" + "A:\n".repeat(1_000_000) + "END:VEVENT\n" + GOOD.replace("UID:1", "UID:2");
        var found = read(file);
        assertEquals(2, found.events().size());
        assertEquals(1, found.skipped().size());
    }

    @Test
    @DisplayName("9.5 components that are nested without end are read up to a depth")
    void nested() {
        var found = read(GOOD + "BEGIN:VEVENT\n".repeat(300_000));
        assertEquals(1, found.events().size());
        assertTrue(found.skipped().stream().anyMatch(each -> each.reason().startsWith("is nested too deeply")));
    }

    @Test
    @DisplayName("9.5 ends without a beginning, and lines that are none, are passed over")
    void brokenLines() {
        var found = read("END:VEVENT\nEND:\nBEGIN:\n:\n;;;\n\u0000\n \n\t\nDTSTART\n" + GOOD + "END:VCALENDAR\nxx");
        assertEquals("Tea", only(found).event().title());
    }

    @Test
    @DisplayName("9.5 an event that the file breaks off in is skipped")
    void brokenOff() {
        var found = read(GOOD + "BEGIN:VEVENT\nUID:2\nDTSTART:20260302T090000Z\nSUMMARY:Te");
        assertEquals(1, found.events().size());
        assertEquals("2", found.skipped().getFirst().uid());
    }

    @Test
    @DisplayName("6.1 a file of more than 5,000 events is not read")
    void tooMany() {
        assertInstanceOf(
                IcalFile.TooMany.class, IcalReader.read(GOOD.repeat(5_001).getBytes(StandardCharsets.UTF_8), BERLIN));
    }

    @Test
    @DisplayName("6.2 after 15 s of reading the rest of a file is skipped, by name")
    void tooSlow() {
        var time = new AtomicLong();
        var file = IntStream.range(0, 20)
                .mapToObj(number -> GOOD.replace("UID:1", "UID:" + number))
                .collect(Collectors.joining());
        var found = assertInstanceOf(
                IcalFile.Events.class,
                IcalReader.read(file.getBytes(StandardCharsets.UTF_8), BERLIN, () -> time.getAndAdd(1_000_000_000)));
        assertEquals(15, found.events().size());
        assertEquals(
                Collections.nCopies(5, "was not read, as the events before it took too long"), Files.reasons(found));
        assertEquals("15", found.skipped().getFirst().uid());
    }

    @Test
    @DisplayName("9.5 years, numbers and durations beyond all bounds skip their event alone")
    void numbers() {
        for (var line : new String[] {
            "DTSTART:99991231T235959Z\nDURATION:P99999W",
            "DTSTART:00000101T000000Z",
            "DTSTART:20260302T990000Z",
            "DTSTART:",
            "DTSTART;TZID=:20261301T000000"
        }) {
            var found = read(GOOD + "BEGIN:VEVENT\nUID:2\n" + line + "\nEND:VEVENT\n");
            assertEquals(1, found.events().size(), line);
            assertEquals(1, found.skipped().size(), line);
        }
        for (var line : new String[] {
            "SEQUENCE:99999999999999", "DURATION:P99999999999W", "RRULE:FREQ=DAILY;COUNT=99999999999", "RDATE:x",
            "EXDATE:x,,,", "TRANSP:", "ATTENDEE:", "RECURRENCE-ID:"
        }) {
            var found = read("BEGIN:VEVENT\nUID:2\nDTSTART:20260302T090000Z\n" + line + "\nEND:VEVENT\n");
            assertEquals(1, found.events().size(), line);
        }
    }
}
