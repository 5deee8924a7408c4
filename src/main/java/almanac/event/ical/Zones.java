package almanac.event.ical;

import almanac.base.request.Zone;
import almanac.event.ical.Remarks.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The time zones of a file (docs/icalendar.md, 6.3).
final class Zones {
    private static final Pattern NAMED_OFFSET = Pattern.compile("\\(?(?:UTC|GMT)?([+-]\\d{2}:?\\d{2})\\)?.*");
    private static final int MOST_SOUGHT = 200;
    private static final int HOUR = 3_600;
    private static final int LONGEST_NAME = 200;

    private final ZoneId floating;
    private final Map<String, Block> defined = new HashMap<>();
    private final Map<String, Optional<String>> found = new HashMap<>();

    /// The zones of a file.
    ///
    /// @param calendar the zone of the calendar that the file is read into
    Zones(Iterable<Block> blocks, ZoneId calendar) {
        ZoneId named = null;
        for (var block : blocks) {
            block.within("VTIMEZONE")
                    .forEach(zone -> zone.value("TZID").ifPresent(name -> defined.putIfAbsent(unquoted(name), zone)));
            named = named != null
                    ? named
                    : block.value("X-WR-TIMEZONE")
                            .flatMap(name -> name(name, block.number()))
                            .map(Zones::of)
                            .orElse(null);
        }
        floating = named == null ? calendar : named;
    }

    private static ZoneId of(String name) {
        return ZoneId.of(name, ZoneId.SHORT_IDS);
    }

    /// The zone of floating times, of dates, and of what names a zone that nobody knows.
    ZoneId floating() {
        return floating;
    }

    /// Reads the time of a line.
    ///
    /// @throws Unreadable if its value is no time
    IcalTime time(Line line) {
        return time(line, line.value());
    }

    /// Reads one of the times of a line.
    ///
    /// @throws Unreadable if it is no time
    IcalTime time(Line line, String value) {
        var bare = IcalTime.read(value, floating);
        var name = line.parameter("TZID");
        if (bare.isDate()
                || name == null
                || !bare.zone().equals(floating)
                || value.strip().endsWith("Z")) {
            return bare;
        }
        var zone = zone(name, bare.local().toInstant(ZoneOffset.UTC).toEpochMilli());
        return zone instanceof ZoneOffset offset
                ? new IcalTime(bare.local().minusSeconds(offset.getTotalSeconds()), ZoneId.of("UTC"), false)
                : new IcalTime(bare.local(), zone, false);
    }

    private ZoneId zone(String name, long first) {
        return name(name, first).map(Zones::of).orElse(floating);
    }

    /// The IANA zone of a name.
    ///
    /// @param first the moment from which on its offsets matter, epoch ms
    private Optional<String> name(String text, long first) {
        var name = unquoted(IcalText.cut(text, LONGEST_NAME));
        var year = Instant.ofEpochMilli(first).atOffset(ZoneOffset.UTC).getYear();
        var key = found.size() < MOST_SOUGHT ? year + " " + name : name;
        var known = found.get(key);
        if (known == null) {
            known = search(name, first);
            found.put(key, known);
        }
        return known;
    }

    private Optional<String> search(String name, long first) {
        var block = defined.get(name);
        return Stream.<Supplier<Optional<String>>>of(
                        () -> iana(name),
                        () -> place(block),
                        () -> Windows.iana(name),
                        () -> observed(block, first),
                        () -> offset(name))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String unquoted(String name) {
        return name.replace("\"", "").strip();
    }

    /// A name of IANA, also behind a path.
    private static Optional<String> iana(String name) {
        for (var rest = name; ; rest = rest.substring(rest.indexOf('/') + 1)) {
            var canonical = Zone.Names.canonical(rest);
            if (Zone.Names.isKnown(canonical)) {
                return Optional.of(canonical);
            }
            if (rest.indexOf('/') < 0) {
                return Optional.empty();
            }
        }
    }

    private static Optional<String> place(@Nullable Block zone) {
        return zone == null ? Optional.empty() : zone.value("X-LIC-LOCATION").flatMap(Zones::iana);
    }

    private static Optional<String> observed(@Nullable Block zone, long first) {
        if (zone == null) {
            return Optional.empty();
        }
        var observances = new Observances(zone, first);
        return observances.iana().or(() -> observances.first().map(Zones::fixed));
    }

    private static Optional<String> offset(String name) {
        var matcher = NAMED_OFFSET.matcher(name);
        return matcher.matches() ? Observances.offset(matcher.group(1)).map(Zones::fixed) : Optional.empty();
    }

    /// A fixed offset as a zone of IANA; the offset itself if it is not one of whole hours.
    private static String fixed(ZoneOffset offset) {
        var hours = offset.getTotalSeconds() / HOUR;
        var name = "Etc/GMT" + (hours > 0 ? "-" + hours : "+" + -hours);
        return offset.getTotalSeconds() % HOUR == 0 && hours != 0 && Zone.Names.isKnown(name) ? name : offset.getId();
    }

    /// The names that Windows has for time zones: those of its registry, and those that it shows.
    static final class Windows {
        private static final String TABLE = "/ical/windows-zones.tsv";
        private static final Map<String, String> ZONES = read();

        private Windows() {}

        private static Map<String, String> read() {
            var zones = new LinkedHashMap<String, String>();
            var stream = Objects.requireNonNull(Windows.class.getResourceAsStream(TABLE));
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var tab = line.indexOf('\t');
                    if (!line.startsWith("#") && tab > 0) {
                        zones.put(key(line.substring(0, tab)), line.substring(tab + 1));
                    }
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return zones;
        }

        /// The IANA zone of a name, in any case; an offset in front of it does not count.
        static Optional<String> iana(String name) {
            return Optional.ofNullable(ZONES.get(key(name)));
        }

        /// The IANA zones that Windows knows: the most widely used ones.
        static Collection<String> all() {
            return new LinkedHashSet<>(ZONES.values());
        }

        private static String key(String name) {
            var close = name.startsWith("(") ? name.indexOf(')') : -1;
            return name.substring(close + 1).strip().toLowerCase(Locale.ROOT).replace(" & ", " and ");
        }
    }
}
