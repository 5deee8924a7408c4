package almanac.event.ical;

import almanac.base.problem.FieldError;
import almanac.base.recurrence.Reading;
import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceRule;
import almanac.base.recurrence.RecurrenceSet;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import almanac.event.ical.EventReading.Read;
import almanac.event.ical.Remarks.Unreadable;
import almanac.event.model.Event;
import almanac.event.series.SeriesEdits;
import almanac.event.series.SeriesImport;
import almanac.event.series.SeriesTimes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads an event with its recurrence (RFC 5545, section 3.8.5) and its exceptions (section 3.8.4.4).
final class SeriesReading {
    private static final int MOST_RDATES = 366;
    private static final int MOST_OF_A_DAY = 24;
    private static final int MOST_ENTRIES = 5_000;

    private final Zones zones;
    private final Remarks remarks;
    private final EventReading events;
    private final Block block;
    private final Read first;

    /// @throws Unreadable if the event has no time
    SeriesReading(Zones zones, Remarks remarks, Block block) {
        this.zones = zones;
        this.remarks = remarks;
        this.events = new EventReading(zones, remarks);
        this.block = block;
        this.first = events.read(block);
    }

    /// What was read.
    ///
    /// @param event the event or the series
    /// @param exceptions its exceptions
    /// @param rest what they have no fields for; that of an exception in a component with its id as name
    record Whole(Event event, List<Event> exceptions, Block rest) {}

    /// Reads the event with the components that have its `UID` and a `RECURRENCE-ID`.
    ///
    /// @return one event, or two series where the file divides one
    List<Whole> read(List<Block> overrides) {
        var set = set();
        if (set.isEmpty()) {
            overrides.forEach(each -> remarks.add(each, "is an occurrence of an event that does not repeat here"));
            return List.of(new Whole(first.event(), List.of(), SeriesPart.rest(first.rest(), lost(), List.of())));
        }
        var times = with(overrides, set.get());
        if (times.first().isEmpty()) {
            throw new Unreadable("has no occurrence: all are excluded");
        }
        return divided(times, overrides).orElseGet(() -> List.of(part(first, times, overrides, Optional::of)));
    }

    /// Two series, if a component changes an occurrence and all later ones (RFC 5545, section 3.2.13).
    private Optional<List<Whole>> divided(RecurrenceSet times, List<Block> overrides) {
        var range = overrides.stream().filter(SeriesReading::isRange).findFirst();
        var id = range.flatMap(each -> Optional.ofNullable(named(each, times)));
        var split = id.flatMap(times::split);
        if (split.isEmpty()) {
            return Optional.empty();
        }
        var own = events.read(range.get());
        var start = SeriesImport.times(own.event());
        var moved = split.get().after().moved(start.start(), start.length(), null);
        var earlier = overrides.stream()
                .filter(each -> isBefore(each, times, id.get()))
                .toList();
        var later = overrides.stream()
                .filter(each -> !earlier.contains(each) && !each.equals(range.get()))
                .toList();
        return Optional.of(List.of(
                part(first, split.get().before(), earlier, Optional::of),
                part(own, moved.set(), later, other -> moved.ids().apply(other))));
    }

    private boolean isBefore(Block override, RecurrenceSet times, RecurrenceId id) {
        var other = named(override, times);
        return other != null && other.compareTo(id) < 0;
    }

    private static boolean isRange(Block override) {
        return !isCancelled(override)
                && override.first("RECURRENCE-ID").orElseThrow().says("RANGE", "THISANDFUTURE");
    }

    private Whole part(
            Read base, RecurrenceSet times, List<Block> overrides, Function<RecurrenceId, Optional<RecurrenceId>> ids) {
        var part = new SeriesPart(base, times, events, remarks);
        for (var override : overrides) {
            if (!isCancelled(override)) {
                var id = named(override, times);
                part.add(override, id == null ? Optional.empty() : ids.apply(id));
            }
        }
        return part.whole();
    }

    /// The lines of a recurrence that cannot be.
    private List<Line> lost() {
        return block.lines().stream()
                .filter(line -> List.of("RRULE", "RDATE", "EXDATE").contains(line.name()))
                .toList();
    }

    /// The times without the exceptions; empty if the event does not repeat, or not in a way that can be.
    private Optional<RecurrenceSet> set() {
        var rules = block.all("RRULE").toList();
        if (rules.isEmpty() && block.all("RDATE").findAny().isEmpty()) {
            return Optional.empty();
        }
        if (rules.size() > 1) {
            return once("has more than one RRULE");
        }
        if (first.event().endTime() - first.event().startTime() > SeriesTimes.LONGEST) {
            return once("lasts more than 366 days");
        }
        var bare = SeriesImport.times(first.event());
        var rule = rules.isEmpty()
                ? null
                : RecurrenceRule.read(rules.getFirst().value().strip(), bare.start());
        if (rule instanceof Reading.Refused<RecurrenceRule>(var errors)) {
            return once("has an RRULE that cannot be taken: "
                    + errors.stream().map(FieldError::message).collect(Collectors.joining("; ")));
        }
        var accepted = rule == null ? null : rule.orThrow();
        var whole = new RecurrenceSet(bare.start(), bare.length(), accepted, new TreeSet<>(), rdates(bare));
        return Optional.of(whole.with(exdates(whole), whole.rdates()));
    }

    private Optional<RecurrenceSet> once(String reason) {
        remarks.add(block, reason + "; only its first occurrence is taken");
        return Optional.empty();
    }

    private List<ExtraTime> rdates(RecurrenceSet bare) {
        var extras = new TreeMap<RecurrenceId, ExtraTime>();
        for (var line : block.all("RDATE").toList()) {
            for (var entry : IcalText.list(line.value())) {
                try {
                    var extra = extra(bare, line, entry);
                    var _ = extras.size() < MOST_RDATES ? extras.put(extra.id(), extra) : null;
                } catch (Unreadable broken) {
                    remarks.add(block.value("UID").orElse(null), line.number(), "has an RDATE: " + broken.reason());
                }
            }
        }
        return List.copyOf(extras.values());
    }

    private ExtraTime extra(RecurrenceSet bare, Line line, String entry) {
        var slash = entry.indexOf('/');
        var time = zones.time(line, slash < 0 ? entry : entry.substring(0, slash));
        var id = id(bare, time);
        if (slash < 0 || bare.start().allDay() || time.isDate()) {
            return new ExtraTime(id);
        }
        var text = entry.substring(slash + 1);
        var length = IcalTime.length(text)
                .map(duration -> duration.toMillis())
                .orElseGet(() -> zones.time(line, text).millis() - time.millis());
        var isOwn = length > 0 && length <= SeriesTimes.LONGEST && length != bare.length();
        return isOwn ? new ExtraTime(id, length) : new ExtraTime(id);
    }

    /// The id that a time has in the series: its wall-clock time there; a date at the time of the first
    /// occurrence.
    private static RecurrenceId id(RecurrenceSet set, IcalTime time) {
        var zone = set.start().zone();
        if (set.start().allDay()) {
            return RecurrenceId.ofDay(time.day());
        }
        var local = time.isDate() ? time.day().atTime(set.start().local().toLocalTime()) : time.in(zone);
        return new RecurrenceId(local.truncatedTo(ChronoUnit.SECONDS));
    }

    /// The excluded times that the series has.
    private List<RecurrenceId> exdates(RecurrenceSet whole) {
        var excluded = new TreeSet<RecurrenceId>();
        var lines = block.all("EXDATE").toList();
        for (var line : lines) {
            IcalText.list(line.value()).stream().limit(MOST_ENTRIES).forEach(entry -> {
                try {
                    excluded.addAll(found(whole, zones.time(line, entry)));
                } catch (Unreadable broken) {
                    remarks.add(block.value("UID").orElse(null), line.number(), "has an EXDATE: " + broken.reason());
                }
            });
        }
        if (excluded.size() > SeriesEdits.MOST_EXCEPTIONS) {
            throw new Unreadable("excludes more than 1000 occurrences");
        }
        return List.copyOf(excluded);
    }

    /// The occurrences that a time means: a date in a timed series those of the day.
    private static List<RecurrenceId> found(RecurrenceSet set, IcalTime time) {
        if (time.isDate() && !set.start().allDay()) {
            return set.startingFrom(time.day()
                            .atStartOfDay(set.start().zone())
                            .toInstant()
                            .toEpochMilli())
                    .limit(MOST_OF_A_DAY)
                    .map(found -> found.id())
                    .takeWhile(id -> id.local().toLocalDate().equals(time.day()))
                    .toList();
        }
        return set.at(id(set, time)).map(found -> found.id()).stream().toList();
    }

    /// The times with those that only exceptions name, and without those that are cancelled.
    private RecurrenceSet with(List<Block> overrides, RecurrenceSet set) {
        var excluded = new TreeSet<>(set.exdates());
        var extras = new ArrayList<>(set.rdates());
        for (var override : overrides) {
            var id = named(override, set);
            if (id != null && isCancelled(override)) {
                excluded.add(id);
            } else if (id != null && set.at(id).isEmpty() && !set.isExcluded(id) && extras.size() < MOST_RDATES) {
                extras.add(new ExtraTime(id));
            }
        }
        return set.with(excluded, extras);
    }

    /// Whether a component says that its event does not take place.
    static boolean isCancelled(Block block) {
        return block.value("STATUS").filter("CANCELLED"::equalsIgnoreCase).isPresent();
    }

    /// The occurrence that an exception names; null if that cannot be read.
    private @Nullable RecurrenceId named(Block override, RecurrenceSet set) {
        try {
            var time = zones.time(override.first("RECURRENCE-ID").orElseThrow());
            var found = found(set, time);
            return found.isEmpty() ? id(set, time) : found.getFirst();
        } catch (Unreadable _) {
            return null;
        }
    }
}
