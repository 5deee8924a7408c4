package almanac.event.ical;

import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;

/// Writes events as a file (RFC 5545): CRLF, lines of at most 75 octets, one VTIMEZONE for each zone.
public final class IcalWriter {
    private static final String PRODUCT = "-//Almanac//Almanac//EN";

    private IcalWriter() {}

    /// A file with events.
    ///
    /// @param name the name of the calendar
    /// @param zone the zone of its dates
    public static String write(String name, ZoneId zone, List<IcalEvent> events) {
        var zones = new TreeMap<String, Long>();
        var body = new StringBuilder();
        events.forEach(event -> new EventLines(event, zone, zones).write(body));
        var file = new StringBuilder(body.length() + 2_000);
        Line.of("BEGIN", "VCALENDAR").write(file);
        Line.of("VERSION", "2.0").write(file);
        Line.of("PRODID", PRODUCT).write(file);
        Line.of("CALSCALE", "GREGORIAN").write(file);
        Line.of("NAME", IcalText.value(name)).write(file);
        Line.of("X-WR-CALNAME", IcalText.value(name)).write(file);
        Line.of("X-WR-TIMEZONE", zone.getId()).write(file);
        zones.forEach((id, first) -> ZoneLines.write(ZoneId.of(id, ZoneId.SHORT_IDS), first, file));
        file.append(body);
        Line.of("END", "VCALENDAR").write(file);
        return file.toString();
    }
}
