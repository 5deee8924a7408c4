package almanac.event.series;

import almanac.base.recurrence.Occurrence;
import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceSet;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import almanac.base.recurrence.SeriesStart;
import almanac.event.model.Event;
import almanac.event.request.EventRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The edit of a whole series (docs/recurrence.md, 3.5).
final class SeriesEdit {
    private final Event series;
    private final List<Event> exceptions;
    private final RecurrenceSet set;

    SeriesEdit(Event series, List<Event> exceptions) {
        this.series = series;
        this.exceptions = exceptions;
        this.set = SeriesTimes.of(series);
    }

    /// The series after it.
    ///
    /// @param item the named occurrence or exception; null if none was named
    /// @param asked the series with the requested fields, and the requested times
    /// @throws almanac.base.problem.ProblemException 400 for a rule that cannot be
    SeriesChange to(@Nullable Event item, Event asked, EventRequest request) {
        if (request.endsRepetition()) {
            return single(asked);
        }
        var moved = moved(reference(item, asked), asked, request);
        var after = with(moved, request);
        var ids = new TreeSet<String>();
        var changes = new ArrayList<SeriesChange.Change>();
        var splitFrom = SeriesTimes.fields(series).splitFrom();
        var plain = SeriesTimes.with(asked, after, List.of(), splitFrom).build();
        var times = SeriesTimes.of(plain);
        for (var exception : exceptions) {
            var change = follow(exception, moved, plain, times);
            // Of a day with several, two may come to be at one time.
            var hasPlace = change.after() != null
                    && ids.add(String.valueOf(change.after().recurrenceId()));
            changes.add(hasPlace ? change : new SeriesChange.Change(exception, null));
        }
        var edited = SeriesTimes.withExceptions(plain, ids);
        return new SeriesChange(Optional.of(edited), Optional.empty(), changes, Optional.of(edited));
    }

    /// The first occurrence alone. All exceptions go.
    private SeriesChange single(Event asked) {
        var removed = exceptions.stream()
                .map(exception -> new SeriesChange.Change(exception, null))
                .toList();
        var single = asked.but().recurrence(null, null, null).build();
        return new SeriesChange(Optional.of(single), Optional.empty(), removed, Optional.of(single));
    }

    /// The times that the requested ones are compared with: those of the named item; else those of an
    /// occurrence that has the requested ones; else the first of the series.
    private Event reference(@Nullable Event item, Event asked) {
        if (item != null) {
            return item;
        }
        var hasTimesOfAnException = exceptions.stream().anyMatch(each -> hasTimes(each, asked));
        var hasTimesOfAnOccurrence = set.startingFrom(asked.startTime())
                .limit(1)
                .anyMatch(found -> found.start() == asked.startTime() && found.end() == asked.endTime());
        return hasTimesOfAnException || hasTimesOfAnOccurrence
                ? series.but().times(asked.startTime(), asked.endTime()).build()
                : series;
    }

    private static boolean hasTimes(Event event, Event asked) {
        return event.startTime() == asked.startTime() && event.endTime() == asked.endTime();
    }

    private RecurrenceSet.Moved moved(Event reference, Event asked, EventRequest request) {
        var start = start(reference, asked);
        var isSameLength = hasTimes(reference, asked) && asked.isAllDay() == series.isAllDay();
        SeriesTimes.checkLength(asked);
        var length = isSameLength ? set.length() : SeriesTimes.length(asked);
        var moved = set.moved(start, length, null);
        var text = request.rule() != null
                ? request.rule()
                : moved.set().rule() == null ? null : moved.set().rule().text();
        if (request.rule() == null && start.equals(set.start())) {
            return moved;
        }
        var read = RecurrenceSet.read(start, length, text, List.of(), List.of()).orThrow();
        return set.moved(start, length, read.rule());
    }

    /// The start of the series, moved by the wall-clock time between the requested times and those that they
    /// are compared with.
    private SeriesStart start(Event reference, Event asked) {
        var zone = SeriesTimes.zone(asked);
        var isMoved = !hasTimes(reference, asked)
                || asked.isAllDay() != series.isAllDay()
                || !asked.timezone().equals(series.timezone());
        if (!isMoved) {
            return set.start();
        }
        var by = Duration.between(local(reference.startTime(), series), local(asked.startTime(), asked));
        var local = set.start().local().plus(by);
        return asked.isAllDay() ? SeriesStart.ofDay(local.toLocalDate(), zone) : new SeriesStart(local, zone, false);
    }

    private static LocalDateTime local(long millis, Event event) {
        return Instant.ofEpochMilli(millis).atZone(SeriesTimes.zone(event)).toLocalDateTime();
    }

    /// The times with the requested lists.
    private static RecurrenceSet with(RecurrenceSet.Moved moved, EventRequest request) {
        var set = moved.set();
        if (request.exdates() == null && request.rdates() == null) {
            return checked(set);
        }
        var rule = set.rule() == null ? null : set.rule().text();
        var read = RecurrenceSet.read(set.start(), set.length(), rule, request.exdatesOrNone(), request.rdatesOrNone())
                .orThrow();
        return checked(set.with(
                request.exdates() == null ? set.exdates() : read.exdates(),
                request.rdates() == null ? set.rdates() : read.rdates()));
    }

    private static RecurrenceSet checked(RecurrenceSet set) {
        if (set.first().isEmpty()) {
            throw SeriesTimes.invalid("exdates", "must leave at least one occurrence");
        }
        return set;
    }

    /// @param after the series after the edit
    /// @param times its times
    private SeriesChange.Change follow(Event exception, RecurrenceSet.Moved moved, Event after, RecurrenceSet times) {
        var id = SeriesTimes.id(exception, set);
        var before = plain(series, set, id);
        var now = moved.ids().apply(id).flatMap(times::at);
        return new SeriesChange.Change(
                exception,
                now.map(occurrence -> Exceptions.follow(exception, before, Occurrences.event(after, occurrence)))
                        .orElse(null));
    }

    /// The occurrence that an exception takes the place of.
    static Event plain(Event series, RecurrenceSet set, RecurrenceId id) {
        var single =
                new RecurrenceSet(set.start(), set.length(), set.rule(), new TreeSet<>(), List.of(new ExtraTime(id)));
        Occurrence occurrence = single.at(id).orElseThrow();
        return Occurrences.event(series, occurrence);
    }
}
