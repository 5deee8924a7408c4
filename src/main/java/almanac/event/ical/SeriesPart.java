package almanac.event.ical;

import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceSet;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import almanac.event.ical.EventReading.Read;
import almanac.event.ical.Remarks.Unreadable;
import almanac.event.ical.SeriesReading.Whole;
import almanac.event.model.Event;
import almanac.event.series.SeriesEdits;
import almanac.event.series.SeriesImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A series with its exceptions, while it is read.
final class SeriesPart {
    private final Read base;
    private final RecurrenceSet times;
    private final EventReading events;
    private final Remarks remarks;
    private final Event bare;
    private final Map<String, Event> exceptions = new TreeMap<>();
    private final List<Block> rests = new ArrayList<>();

    /// A series without exceptions but those that its extra times are.
    SeriesPart(Read base, RecurrenceSet times, EventReading events, Remarks remarks) {
        this.base = base;
        this.times = times;
        this.events = events;
        this.remarks = remarks;
        this.bare = SeriesImport.series(base.event(), times, List.of());
        periods();
    }

    /// Adds an exception.
    ///
    /// @param id the occurrence that it names; empty if there is none
    void add(Block override, Optional<RecurrenceId> id) {
        var found = id.flatMap(times::at).map(each -> each.id());
        if (found.isEmpty()) {
            remarks.add(override, "is an occurrence that its series excludes, or has a RECURRENCE-ID that is no time");
            return;
        }
        try {
            var read = events.read(override);
            add(found.get(), read.event());
            var name = found.get().text(times.start());
            rests.add(new Block(
                    name, override.number(), read.rest().lines(), read.rest().blocks(), true));
        } catch (Unreadable broken) {
            remarks.add(override, broken.reason());
        }
    }

    private void add(RecurrenceId id, Event own) {
        if (exceptions.size() >= SeriesEdits.MOST_EXCEPTIONS) {
            throw new Unreadable("is one of more than 1000 exceptions");
        }
        exceptions.put(id.text(times.start()), SeriesImport.exception(bare, id, own));
    }

    /// An extra time of another length is an exception.
    private void periods() {
        for (var extra : times.rdates()) {
            if (extra.length() != null && !times.isExcluded(extra.id())) {
                times.at(extra.id())
                        .ifPresent(found -> add(
                                found.id(),
                                base.event()
                                        .but()
                                        .times(found.start(), found.end())
                                        .build()));
            }
        }
    }

    Whole whole() {
        var alike = times.with(
                times.exdates(),
                times.rdates().stream().map(extra -> new ExtraTime(extra.id())).toList());
        var series = SeriesImport.series(base.event(), alike, List.copyOf(exceptions.keySet()));
        return new Whole(series, List.copyOf(exceptions.values()), rest(base.rest(), List.of(), rests));
    }

    /// What an event has no fields for, with more lines and components.
    static Block rest(Block kept, List<Line> lines, List<Block> blocks) {
        var allLines = new ArrayList<>(kept.lines());
        allLines.addAll(lines);
        var allBlocks = new ArrayList<>(kept.blocks());
        allBlocks.addAll(blocks);
        return new Block(kept.name(), kept.number(), allLines, allBlocks, true);
    }
}
