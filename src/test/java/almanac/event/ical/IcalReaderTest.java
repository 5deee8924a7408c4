package almanac.event.ical;

import static almanac.event.ical.Files.calendar;
import static almanac.event.ical.Files.end;
import static almanac.event.ical.Files.event;
import static almanac.event.ical.Files.lines;
import static almanac.event.ical.Files.only;
import static almanac.event.ical.Files.reasons;
import static almanac.event.ical.Files.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import almanac.event.model.Recurrence;
import almanac.event.model.Transparency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the lines of an event mean (docs/icalendar.md, 6.2).
class IcalReaderTest {
    private static final String NINE = "DTSTART;TZID=Europe/Berlin:20260302T090000";

    @Test
    @DisplayName("6.2 times, texts and transparency are those of the lines")
    void fields() {
        var read = event(
                NINE,
                "DTEND;TZID=America/New_York:20260302T050000",
                "DESCRIPTION:one\\, two\\;\\nthree \\\\ four",
                "LOCATION:Room 1",
                "TRANSP:TRANSPARENT",
                "SEQUENCE:3",
                "LAST-MODIFIED:20260101T000000Z");
        assertEquals("2026-03-02T08:00:00Z", start(read));
        assertEquals("2026-03-02T10:00:00Z", end(read));
        assertEquals("Europe/Berlin", read.event().timezone());
        assertEquals("one, two;\nthree \\ four", read.event().description());
        assertEquals("Room 1", read.event().location());
        assertEquals(Transparency.TRANSPARENT, read.event().transparency());
        assertEquals(3, read.sequence());
        assertEquals(1_767_225_600_000L, read.modified());
    }

    @ParameterizedTest
    @DisplayName("6.2 the end is DTEND, DURATION, or a minute or a day after the start")
    @CsvSource({
        "DTSTART:20260302T090000Z, DTEND:20260302T093000Z, 2026-03-02T09:30:00Z",
        "DTSTART:20260302T090000Z, DURATION:PT1H30M, 2026-03-02T10:30:00Z",
        "DTSTART:20260302T090000Z, DURATION:P1W, 2026-03-09T09:00:00Z",
        "DTSTART:20260302T090000Z, X-NONE:1, 2026-03-02T09:01:00Z",
        "DTSTART:20260302T090000Z, DTEND:20260302T080000Z, 2026-03-02T09:01:00Z",
        "DTSTART:20260302T090000Z, DURATION:-PT5M, 2026-03-02T09:01:00Z",
        "DTSTART;VALUE=DATE:20260302, X-NONE:1, 2026-03-02T23:00:00Z",
        "DTSTART;VALUE=DATE:20260302, DTEND;VALUE=DATE:20260305, 2026-03-04T23:00:00Z",
        "DTSTART;VALUE=DATE:20260302, DURATION:P2D, 2026-03-03T23:00:00Z",
        "DTSTART;VALUE=DATE:20260328, DURATION:P2D, 2026-03-29T22:00:00Z",
        "DTSTART;VALUE=DATE:20260302, DTEND;VALUE=DATE:20260302, 2026-03-02T23:00:00Z"
    })
    void ends(String start, String end, String expected) {
        assertEquals(expected, end(event(start, end)));
    }

    @Test
    @DisplayName("6.2 a date is a whole day in the zone of the calendar")
    void days() {
        var read = event("DTSTART;VALUE=DATE:20260302");
        assertTrue(read.event().isAllDay());
        assertEquals("2026-03-02", read.event().startDate());
        assertEquals("2026-03-03", read.event().endDate());
    }

    @Test
    @DisplayName("6.2 an event without a title has one that says so")
    void untitled() {
        assertEquals(
                "(no title)",
                only(calendar("BEGIN:VEVENT", NINE, "SUMMARY: ", "END:VEVENT"))
                        .event()
                        .title());
    }

    @Test
    @DisplayName("6.2 alarms are reminders by minutes before the start; others are named and kept")
    void alarms() {
        var file = calendar(lines(
                NINE,
                "DTEND;TZID=Europe/Berlin:20260302T100000",
                "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM",
                "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:-P1D\nEND:VALARM",
                "BEGIN:VALARM\nACTION:EMAIL\nTRIGGER;VALUE=DATE-TIME:20260302T070000Z\nEND:VALARM",
                "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:PT5M\nEND:VALARM",
                "BEGIN:VALARM\nACTION:NONE\nTRIGGER:-PT5M\nEND:VALARM"));
        assertEquals(
                List.of(
                        new EventReminder(EventReminder.Type.POPUP, 15),
                        new EventReminder(EventReminder.Type.POPUP, 1_380),
                        new EventReminder(EventReminder.Type.EMAIL, 60)),
                only(file).event().reminders());
        assertEquals(1, file.skipped().size());
        assertTrue(only(file).rest().contains("TRIGGER:PT5M"));
        assertTrue(only(file).rest().contains("ACTION:NONE"));
    }

    @Test
    @DisplayName("6.2 attendees have an address and an answer, each address once")
    void attendees() {
        var read = event(
                NINE,
                "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ann:mailto:ann@example.com",
                "ATTENDEE;PARTSTAT=DELEGATED:MAILTO:bob@example.com",
                "ATTENDEE;PARTSTAT=DECLINED:mailto:Ann@example.com",
                "ATTENDEE;EMAIL=eve@example.com:urn:uuid:1",
                "ATTENDEE:invalid:nomail");
        assertEquals(
                List.of("ann@example.com", "bob@example.com", "eve@example.com"),
                read.event().attendees().stream().map(Attendee::email).toList());
        assertEquals(
                List.of(Attendee.Status.ACCEPTED, Attendee.Status.YET_TO_RESPOND, Attendee.Status.YET_TO_RESPOND),
                read.event().attendees().stream().map(Attendee::status).toList());
    }

    @Test
    @DisplayName("6.2 a link of a meeting makes it a video conference, whichever line has it")
    void links() {
        for (var line : List.of(
                "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.com/1",
                "X-GOOGLE-CONFERENCE:https://meet.example.com/1",
                "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://meet.example.com/1")) {
            var read = event(NINE, line).event();
            assertEquals("https://meet.example.com/1", read.meetingLink());
            assertEquals(Event.Type.VIDEO_CONFERENCE, read.type());
        }
        assertNull(
                event(NINE, "X-GOOGLE-CONFERENCE:javascript:alert(1)").event().meetingLink());
    }

    @Test
    @DisplayName("6.2 a series has a rule, extra times and excluded ones, of any zone; a date excludes its day")
    void series() {
        var read = event(
                NINE,
                "RRULE:FREQ=DAILY;COUNT=10",
                "EXDATE;TZID=America/New_York:20260304T030000",
                "EXDATE;VALUE=DATE:20260305,20260306",
                "EXDATE:20260401T000000Z",
                "RDATE:20260320T100000Z");
        assertEquals("FREQ=DAILY;COUNT=10", read.event().recurrenceRule());
        var series = (Recurrence.Series) read.event().recurrence();
        assertEquals(List.of("20260304T080000Z", "20260305T080000Z", "20260306T080000Z"), series.exdates());
        assertEquals(List.of("20260320T100000Z"), series.rdates());
    }

    @Test
    @DisplayName("6.2 a period of RDATE gives the length of its occurrence")
    void periods() {
        var read = event(NINE, "RDATE;VALUE=PERIOD:20260310T080000Z/PT3H,20260311T080000Z/20260311T080100Z");
        assertNull(read.event().recurrenceRule());
        assertEquals(
                List.of(1_773_129_600_000L + 3 * 3_600_000L),
                read.exceptions().stream().map(Event::endTime).toList());
    }

    @Test
    @DisplayName("6.2 an exception comes before or after its series, in UTC or a zone; a cancelled one is excluded")
    void exceptions() {
        var series = lines(NINE, "RRULE:FREQ=DAILY;COUNT=10");
        var moved = lines("DTSTART:20260303T120000Z", "RECURRENCE-ID:20260303T080000Z");
        var cancelled = lines(NINE, "RECURRENCE-ID;TZID=Europe/Berlin:20260304T090000", "STATUS:CANCELLED");
        var file =
                calendar(Stream.of(moved, series, cancelled).flatMap(Stream::of).toArray(String[]::new));
        var read = only(file);
        assertEquals(List.of(), file.skipped());
        assertEquals(
                List.of("20260303T080000Z"),
                read.exceptions().stream().map(Event::recurrenceId).toList());
        assertEquals(
                List.of("20260304T080000Z"), ((Recurrence.Series) read.event().recurrence()).exdates());
    }

    @Test
    @DisplayName("6.2 an exception of a time that the rule does not give adds that time")
    void exceptionsBesideTheRule() {
        var read = only(calendar(Stream.of(
                        lines(NINE, "RRULE:FREQ=WEEKLY;COUNT=2"),
                        lines("DTSTART:20260304T120000Z", "RECURRENCE-ID:20260304T080000Z"))
                .flatMap(Stream::of)
                .toArray(String[]::new)));
        assertEquals(
                List.of("20260304T080000Z"), ((Recurrence.Series) read.event().recurrence()).rdates());
    }

    @Test
    @DisplayName("6.2 an exception without its series is an event that keeps both names")
    void aloneException() {
        var read = event("DTSTART:20260304T120000Z", "RECURRENCE-ID:20260304T080000Z");
        assertNull(read.event().recurrence());
        assertEquals("1/20260304T080000Z", read.uid());
        var written = Files.write(List.of(read));
        assertTrue(written.contains("UID:1\r\n"));
        assertTrue(written.contains("RECURRENCE-ID:20260304T080000Z\r\n"));
    }

    @Test
    @DisplayName("6.2 what cannot repeat is one event, and the reason is named")
    void badRules() {
        for (var lines : List.of("RRULE:FREQ=HOURLY", "RRULE:FREQ=SOON", "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY")) {
            var file = calendar(lines(NINE, lines));
            assertNull(only(file).event().recurrence());
            assertEquals(1, file.skipped().size());
            assertTrue(reasons(file).getFirst().endsWith("only its first occurrence is taken"));
            assertTrue(only(file).rest().contains("RRULE:"));
        }
    }

    @Test
    @DisplayName("6.2 of two versions the higher SEQUENCE counts, then LAST-MODIFIED")
    void versions() {
        var file = calendar(Stream.of(
                        lines("DTSTART:20260305T080000Z", "SEQUENCE:2", "LAST-MODIFIED:20260102T000000Z"),
                        lines("DTSTART:20260304T080000Z", "SEQUENCE:2", "LAST-MODIFIED:20260101T000000Z"),
                        lines("DTSTART:20260303T080000Z", "SEQUENCE:1", "LAST-MODIFIED:20260103T000000Z"))
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertEquals("2026-03-05T08:00:00Z", start(only(file)));
        assertEquals(2, file.skipped().size());
    }

    @Test
    @DisplayName("6.2 what is no event is named, with its line; one bad event never loses the others")
    void others() {
        var file = calendar(
                "BEGIN:VTODO",
                "UID:todo",
                "END:VTODO",
                "BEGIN:VEVENT",
                "UID:bad",
                "DTSTART:20260230T080000Z",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "UID:good",
                "DTSTART:20260301T080000Z",
                "END:VEVENT");
        assertEquals("good", only(file).uid());
        assertEquals(
                List.of("todo 3", "bad 6"),
                file.skipped().stream()
                        .map(each -> each.uid() + " " + each.line())
                        .toList());
    }

    @Test
    @DisplayName("6.2 an event whose end is missing does not lose those after it")
    void missingEnds() {
        var file = calendar(
                "BEGIN:VEVENT",
                "UID:1",
                NINE,
                "BEGIN:VEVENT",
                "UID:2",
                NINE,
                "END:VEVENT",
                "BEGIN:VEVENT",
                "UID:3",
                NINE,
                "END:VEVENT");
        assertEquals(
                List.of("2", "3"),
                file.events().stream()
                        .map(IcalEvent::uid)
                        .filter(uid -> !uid.equals("1"))
                        .toList());
    }

    @Test
    @DisplayName("6.2 RANGE=THISANDFUTURE divides a series; later exceptions go along")
    void ranges() {
        var file = calendar(Stream.of(
                        lines(NINE, "RRULE:FREQ=DAILY;COUNT=6", "EXDATE:20260306T080000Z"),
                        lines("DTSTART:20260304T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T080000Z"),
                        lines("DTSTART:20260305T200000Z", "RECURRENCE-ID:20260305T080000Z"))
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertEquals(List.of(), file.skipped());
        assertEquals(
                List.of("FREQ=DAILY;UNTIL=20260304T075959Z", "FREQ=DAILY;COUNT=4"),
                file.events().stream()
                        .map(event -> String.valueOf(event.event().recurrenceRule()))
                        .toList());
        var later = file.events().getLast();
        assertEquals("2026-03-04T10:00:00Z", start(later));
        assertEquals(
                List.of("20260306T100000Z"), ((Recurrence.Series) later.event().recurrence()).exdates());
        assertEquals(
                List.of("20260305T100000Z"),
                later.exceptions().stream().map(Event::recurrenceId).toList());
    }
}
