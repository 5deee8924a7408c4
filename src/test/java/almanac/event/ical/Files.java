package almanac.event.ical;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// Files, as tests write and read them.
final class Files {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private Files() {}

    /// What a calendar with some lines says, in a calendar of Berlin.
    static IcalFile.Events calendar(String... lines) {
        return read("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCALENDAR\r\n");
    }

    /// What a file says.
    static IcalFile.Events read(String file) {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    static IcalFile.Events read(byte[] file) {
        return assertInstanceOf(IcalFile.Events.class, IcalReader.read(file, BERLIN));
    }

    /// The one event of some lines.
    static IcalEvent event(String... lines) {
        return only(calendar(lines(lines)));
    }

    /// The lines of an event with a name and a title.
    static String[] lines(String... lines) {
        return ("BEGIN:VEVENT\nUID:1\nSUMMARY:Tea\n" + String.join("\n", lines) + "\nEND:VEVENT").split("\n");
    }

    static IcalEvent only(IcalFile.Events file) {
        assertInstanceOf(IcalEvent.class, file.events().getFirst(), file::toString);
        return file.events().getFirst();
    }

    static String start(IcalEvent event) {
        return Instant.ofEpochMilli(event.event().startTime()).toString();
    }

    static String end(IcalEvent event) {
        return Instant.ofEpochMilli(event.event().endTime()).toString();
    }

    /// The reasons of what was skipped.
    static List<String> reasons(IcalFile.Events file) {
        return file.skipped().stream().map(IcalFile.Skipped::reason).toList();
    }

    /// What a file with these events is.
    static String write(List<IcalEvent> events) {
        return IcalWriter.write("Team", BERLIN, events);
    }

    /// The events, written and read again in a calendar of another zone.
    static List<IcalEvent> again(List<IcalEvent> events) {
        var read = IcalReader.read(write(events).getBytes(StandardCharsets.UTF_8), ZoneId.of("Asia/Tokyo"));
        return assertInstanceOf(IcalFile.Events.class, read).events();
    }
}
