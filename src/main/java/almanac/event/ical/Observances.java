package almanac.event.ical;

import almanac.base.recurrence.Reading;
import almanac.base.recurrence.RecurrenceRule;
import almanac.base.recurrence.RecurrenceSet;
import almanac.base.recurrence.SeriesStart;
import almanac.base.request.Zone;
import almanac.event.ical.Remarks.Unreadable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The offsets that a VTIMEZONE defines (RFC 5545, section 3.6.5), for some years.
final class Observances {
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2}):?(\\d{2})(?::?(\\d{2}))?");
    private static final long YEAR = 366L * 86_400_000;
    private static final long LONGEST_UNCHANGED = 2 * YEAR;
    private static final int MOST_CHANGES = 200;

    private final Block zone;
    private final long from;
    private final long to;

    /// The offsets by the moment from which they apply, epoch ms.
    private final TreeMap<Long, ZoneOffset> changes = new TreeMap<>();

    /// Reads a VTIMEZONE.
    ///
    /// @param from the first moment that matters, epoch ms
    Observances(Block zone, long from) {
        this.zone = zone;
        this.from = from;
        this.to = from + 5 * YEAR;
        var earliest = new TreeMap<Long, ZoneOffset>();
        zone.blocks().stream()
                .filter(block -> block.name().equals("STANDARD") || block.name().equals("DAYLIGHT"))
                .forEach(block -> add(block, earliest));
        if (!earliest.isEmpty()) {
            changes.putIfAbsent(Long.MIN_VALUE, earliest.firstEntry().getValue());
        }
    }

    private void add(Block observance, Map<Long, ZoneOffset> earliest) {
        var before = observance.value("TZOFFSETFROM").flatMap(Observances::offset);
        var after = observance.value("TZOFFSETTO").flatMap(Observances::offset);
        if (after.isEmpty()) {
            return;
        }
        var base = before.orElse(after.get());
        for (var onset : onsets(observance, base)) {
            changes.put(onset, after.get());
            earliest.putIfAbsent(onset, base);
        }
    }

    /// When an observance begins, in epoch ms: its first time, and those around the years that matter.
    private Collection<Long> onsets(Block observance, ZoneOffset base) {
        var onsets = new TreeSet<Long>();
        Stream.concat(observance.all("DTSTART"), observance.all("RDATE"))
                .flatMap(line -> IcalText.list(line.value()).stream())
                .limit(MOST_CHANGES)
                .flatMap(value -> time(value, base).stream())
                .forEach(time -> onsets.add(time.millis()));
        var start = observance.value("DTSTART").flatMap(value -> time(value, base));
        var rule = observance.value("RRULE");
        if (start.isPresent() && rule.isPresent()) {
            var end = Math.min(to, replaced(observance, start.get().millis(), base));
            onsets.addAll(repeated(start.get().local(), rule.get(), base).stream()
                    .filter(onset -> onset < end)
                    .toList());
        }
        return onsets;
    }

    /// When another rule of the same kind takes the place of one: Outlook writes no end. In epoch ms.
    private long replaced(Block observance, long start, ZoneOffset base) {
        return zone.within(observance.name())
                .filter(other -> other.value("RRULE").isPresent())
                .flatMap(other -> other.value("DTSTART").flatMap(value -> time(value, base)).stream())
                .mapToLong(IcalTime::millis)
                .filter(other -> other > start)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Optional<IcalTime> time(String value, ZoneOffset base) {
        try {
            return Optional.of(IcalTime.read(value, base));
        } catch (Unreadable _) {
            return Optional.empty();
        }
    }

    private List<Long> repeated(LocalDateTime local, String rule, ZoneOffset base) {
        var start = new SeriesStart(local, base, false);
        if (!(RecurrenceRule.read(rule, start) instanceof Reading.Accepted(var read))) {
            return List.of();
        }
        return RecurrenceSet.of(start, 0, read)
                .startingFrom(from - LONGEST_UNCHANGED)
                .limit(MOST_CHANGES)
                .takeWhile(found -> found.start() < to)
                .map(found -> found.start())
                .toList();
    }

    /// Reads an offset such as `-0500`; empty for any other text.
    static Optional<ZoneOffset> offset(String text) {
        var found = OFFSET.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        var sign = "-".equals(found.group(1)) ? -1 : 1;
        var seconds = found.group(4) == null ? 0 : Integer.parseInt(found.group(4));
        try {
            return Optional.of(ZoneOffset.ofHoursMinutesSeconds(
                    sign * Integer.parseInt(found.group(2)), sign * Integer.parseInt(found.group(3)), sign * seconds));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The offset at the first moment that matters; empty if none is defined.
    Optional<ZoneOffset> first() {
        var entry = changes.floorEntry(from);
        return Optional.ofNullable(entry).map(each -> each.getValue());
    }

    /// The IANA zone that has the same offsets for five years; empty if there is none.
    Optional<String> iana() {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        var names = new LinkedHashSet<>(Zones.Windows.all());
        names.addAll(new TreeSet<>(ZoneId.getAvailableZoneIds()));
        return names.stream()
                .filter(name -> Zone.Names.isKnown(name) && !name.startsWith("Etc/"))
                .filter(name -> isSame(ZoneId.of(name, ZoneId.SHORT_IDS)))
                .findFirst();
    }

    private boolean isSame(ZoneId zone) {
        var moments = new ArrayList<>(changes.subMap(from, true, to, false).keySet());
        moments.add(from);
        moments.add(to - 1);
        var rules = zone.getRules();
        for (var change = rules.nextTransition(Instant.ofEpochMilli(from));
                change != null && change.getInstant().toEpochMilli() < to;
                change = rules.nextTransition(change.getInstant())) {
            moments.add(change.getInstant().toEpochMilli());
        }
        return moments.stream()
                .allMatch(moment -> isSameAt(zone, moment) && isSameAt(zone, Math.max(from, moment - 1)));
    }

    private boolean isSameAt(ZoneId zone, long moment) {
        return zone.getRules()
                .getOffset(Instant.ofEpochMilli(moment))
                .equals(changes.floorEntry(moment).getValue());
    }
}
