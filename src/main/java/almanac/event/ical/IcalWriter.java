package almanac.event.ical;

import almanac.event.model.Event;
import almanac.event.model.Recurrence;
import almanac.event.model.Transparency;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Writes events as a file (RFC 5545): CRLF, lines of at most 75 octets, one VTIMEZONE for each zone. A long file is
/// written in parts: its begin, events, and its end.
public final class IcalWriter {
    /// The end of a file.
    public static final String END = "END:VCALENDAR\r\n";

    /// The kind of meeting, which iCalendar does not have.
    static final String TYPE = "X-ALMANAC-TYPE";

    /// The zone of an event whose times are not written in it.
    static final String ZONE = "X-ALMANAC-TIMEZONE";

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final String UTC = "UTC";
    private static final String PRODUCT = "-//Almanac//Almanac//EN";

    /// What a component has in `rest` and is written in another way.
    private static final Set<String> APART =
            Set.of("ATTENDEE", "ORGANIZER", "UID", "SUMMARY", "DESCRIPTION", "LOCATION");

    private final IcalEvent entry;
    private final ZoneId dates;
    private final Map<String, Long> zones;

    /// The components of an event.
    ///
    /// @param dates the zone of the dates of the file
    /// @param zones gets the zones that are used, with the first moment in each, epoch ms
    private IcalWriter(IcalEvent entry, ZoneId dates, Map<String, Long> zones) {
        this.entry = entry;
        this.dates = dates;
        this.zones = zones;
    }

    /// What a file says of its calendar.
    ///
    /// @param name the name
    /// @param zone the zone of its dates
    /// @param more further lines: the names of properties, with their parameters, and values
    public record Head(String name, ZoneId zone, Map<String, String> more) {}

    /// A file with events.
    ///
    /// @param name the name of the calendar
    /// @param zone the zone of its dates
    public static String write(String name, ZoneId zone, List<IcalEvent> events) {
        return write(new Head(name, zone, Map.of()), events);
    }

    /// A file with events.
    public static String write(Head head, List<IcalEvent> events) {
        var zones = new TreeMap<String, Long>();
        var body = events(events, head.zone, zones);
        return begin(head, zones) + body + END;
    }

    /// The begin of a file.
    ///
    /// @param zones the zones of its events, with the first moment in each, epoch ms
    public static String begin(Head head, Map<String, Long> zones) {
        var file = new StringBuilder(2_000);
        Line.of("BEGIN", "VCALENDAR").write(file);
        Line.of("VERSION", "2.0").write(file);
        Line.of("PRODID", PRODUCT).write(file);
        Line.of("CALSCALE", "GREGORIAN").write(file);
        Line.of("NAME", IcalText.value(head.name)).write(file);
        Line.of("X-WR-CALNAME", IcalText.value(head.name)).write(file);
        Line.of("X-WR-TIMEZONE", head.zone.getId()).write(file);
        head.more.forEach((name, value) -> Line.of(name, value).write(file));
        zones.forEach((id, first) -> ZoneLines.write(ZoneId.of(id, ZoneId.SHORT_IDS), first, file));
        return file.toString();
    }

    /// Some events of a file.
    ///
    /// @param zone the zone of the dates of the file
    public static String events(List<IcalEvent> events, ZoneId zone) {
        return events(events, zone, new TreeMap<>());
    }

    private static String events(List<IcalEvent> events, ZoneId zone, Map<String, Long> zones) {
        var body = new StringBuilder();
        events.forEach(event -> new IcalWriter(event, zone, zones).write(body));
        return body.toString();
    }

    /// The kind of meeting of a text; empty if it is none.
    static Optional<Event.Type> type(String text) {
        return Arrays.stream(Event.Type.values())
                .filter(type -> type.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /// Writes the event, then its exceptions.
    private void write(StringBuilder to) {
        var rest = entry.rest().isEmpty() ? none("X-REST") : rest();
        write(entry.event(), rest, to);
        for (var exception : entry.exceptions()) {
            var id = String.valueOf(exception.recurrenceId());
            write(exception, rest.within(id).findFirst().orElseGet(() -> none(id)), to);
        }
    }

    private Block rest() {
        return BlockReader.read("BEGIN:X-REST\r\n" + entry.rest() + "END:X-REST\r\n").blocks().stream()
                .findFirst()
                .orElseGet(() -> none("X-REST"));
    }

    private static Block none(String name) {
        return new Block(name, 0, List.of(), List.of(), true);
    }

    private void write(Event event, Block rest, StringBuilder to) {
        Line.of("BEGIN", "VEVENT").write(to);
        rest.first("UID").orElseGet(() -> Line.of("UID", entry.uid())).write(to);
        Line.of("DTSTAMP", IcalTime.utc(entry.modified())).write(to);
        Line.of("LAST-MODIFIED", IcalTime.utc(entry.modified())).write(to);
        Line.of("SEQUENCE", Integer.toString(entry.sequence())).write(to);
        if (event.recurrenceId() != null) {
            time("RECURRENCE-ID", id(event.recurrenceId(), entry.event()), entry.event())
                    .write(to);
        }
        times(event, to);
        recurrence(event, to);
        texts(event, rest, to);
        people(event, rest, to);
        meeting(event, rest, to);
        rest.lines().stream().filter(line -> !APART.contains(line.name())).forEach(line -> line.write(to));
        Alarms.write(event, to);
        rest.within("VALARM").forEach(alarm -> alarm.write(to));
        Line.of("END", "VEVENT").write(to);
    }

    private void times(Event event, StringBuilder to) {
        var start = moment("DTSTART", event.startTime(), event);
        start.write(to);
        moment("DTEND", event.endTime(), event).write(to);
        var isElsewhere = event.isAllDay() && !event.timezone().equals(dates.getId());
        if (isElsewhere || (isUtc(start) && !event.timezone().equals(UTC))) {
            Line.of(ZONE, event.timezone()).write(to);
        }
    }

    private static boolean isUtc(Line line) {
        return line.value().endsWith("Z");
    }

    /// A moment in the zone of its event; in UTC if it is the second one with its wall-clock time.
    private Line moment(String name, long millis, Event event) {
        var zone = EventReading.zone(event);
        var local = Instant.ofEpochMilli(millis).atZone(zone).toLocalDateTime();
        var isSecond = !event.isAllDay() && local.atZone(zone).toInstant().toEpochMilli() != millis;
        return isSecond ? Line.of(name, IcalTime.utc(millis)) : time(name, local, event);
    }

    private Line time(String name, LocalDateTime local, Event event) {
        if (event.isAllDay()) {
            return Line.of(name, DAY.format(local.toLocalDate())).with("VALUE", "DATE");
        }
        return event.timezone().equals(UTC)
                ? Line.of(name, IcalTime.text(local) + "Z")
                : Line.of(name, IcalTime.text(local)).with("TZID", zone(local, event));
    }

    private String zone(LocalDateTime local, Event event) {
        var millis = local.atZone(EventReading.zone(event)).toInstant().toEpochMilli();
        zones.merge(event.timezone(), millis, Math::min);
        return event.timezone();
    }

    /// The wall-clock time that a recurrence id names.
    private static LocalDateTime id(String id, Event series) {
        return id.length() <= 8
                ? LocalDate.parse(id, DAY).atStartOfDay()
                : IcalTime.read(id, ZoneId.of(UTC)).in(EventReading.zone(series));
    }

    private void recurrence(Event event, StringBuilder to) {
        if (!(event.recurrence() instanceof Recurrence.Series series)) {
            return;
        }
        if (event.recurrenceRule() != null) {
            Line.of("RRULE", event.recurrenceRule()).write(to);
        }
        series.rdates().forEach(id -> time("RDATE", id(id, event), event).write(to));
        series.exdates().forEach(id -> time("EXDATE", id(id, event), event).write(to));
    }

    private static void texts(Event event, Block rest, StringBuilder to) {
        text("SUMMARY", event.title(), rest, to);
        text("DESCRIPTION", event.description(), rest, to);
        text("LOCATION", event.location(), rest, to);
        if (event.transparency() == Transparency.TRANSPARENT) {
            Line.of("TRANSP", "TRANSPARENT").write(to);
        }
    }

    /// A text; as it was read, if the event still has its beginning.
    private static void text(String name, String text, Block rest, StringBuilder to) {
        var whole = rest.first(name)
                .filter(line -> !text.isEmpty() && IcalText.plain(line.value()).startsWith(text));
        if (whole.isPresent()) {
            whole.get().write(to);
        } else if (!text.isEmpty()) {
            Line.of(name, IcalText.value(text)).write(to);
        }
    }

    private static void people(Event event, Block rest, StringBuilder to) {
        var guests = rest.all("ATTENDEE").toList();
        var organizer = event.organizer();
        rest.all("ORGANIZER").forEach(line -> line.write(to));
        if (!event.attendees().isEmpty()
                && rest.first("ORGANIZER").isEmpty()
                && !organizer.email().isEmpty()) {
            Line.of("ORGANIZER", "mailto:" + organizer.email())
                    .with("CN", organizer.name())
                    .write(to);
        }
        Guests.write(event.attendees(), guests, to);
    }

    private static void meeting(Event event, Block rest, StringBuilder to) {
        if (event.type() != Event.Type.NORMAL_EVENT) {
            Line.of(TYPE, event.type().name().toLowerCase(Locale.ROOT)).write(to);
        }
        var link = event.meetingLink();
        if (link != null
                && rest.all("CONFERENCE").noneMatch(line -> line.value().strip().equals(link))) {
            Line.of("CONFERENCE", link)
                    .with("VALUE", "URI")
                    .with("FEATURE", event.type() == Event.Type.AUDIO_CONFERENCE ? "AUDIO" : "VIDEO")
                    .write(to);
        }
    }
}
