package almanac.event.series;

import almanac.base.problem.FieldError;
import almanac.base.problem.ProblemException;
import almanac.base.recurrence.Occurrence;
import almanac.base.recurrence.Reading;
import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceRule;
import almanac.base.recurrence.RecurrenceSet;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import almanac.base.recurrence.SeriesStart;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The times of a series: between the fields of an event and a [RecurrenceSet].
public final class SeriesTimes {
    /// How long an event that repeats may be, in ms: 366 days.
    public static final long LONGEST = 366L * 86_400_000;

    private static final String TOO_LONG = "must be at most 366 days after start_time, as the event repeats";

    private SeriesTimes() {}

    /// The zone of an event.
    public static ZoneId zone(Event event) {
        return ZoneId.of(event.timezone(), ZoneId.SHORT_IDS);
    }

    /// The start of a series whose first occurrence is an event.
    static SeriesStart start(Event event) {
        return SeriesStart.ofMillis(event.startTime(), zone(event), event.isAllDay());
    }

    /// How long an event is: in ms, or, all-day, in days.
    static long length(Event event) {
        return event.isAllDay()
                ? ChronoUnit.DAYS.between(day(event.startTime(), event), day(event.endTime(), event))
                : event.endTime() - event.startTime();
    }

    private static LocalDate day(long millis, Event event) {
        return Instant.ofEpochMilli(millis).atZone(zone(event)).toLocalDate();
    }

    /// The fields that only a series has.
    static Recurrence.Series fields(Event series) {
        if (series.recurrence() instanceof Recurrence.Series fields) {
            return fields;
        }
        throw new IllegalArgumentException("the event does not repeat");
    }

    /// The recurrence id of an occurrence or an exception of a series.
    static RecurrenceId id(Event item, RecurrenceSet set) {
        return RecurrenceId.parse(String.valueOf(item.recurrenceId()), set.start())
                .orElseThrow();
    }

    /// An event as the same series with other exceptions.
    static Event withExceptions(Event series, Collection<String> ids) {
        return series.but()
                .recurrence(series.recurrenceRule(), null, fields(series).withExceptions(List.copyOf(ids)))
                .build();
    }

    /// The times of a stored series.
    public static RecurrenceSet of(Event series) {
        var start = start(series);
        var fields = fields(series);
        return new RecurrenceSet(
                start,
                length(series),
                series.recurrenceRule() == null ? null : RecurrenceRule.stored(series.recurrenceRule(), start),
                new TreeSet<>(ids(fields.exdates(), start).toList()),
                ids(fields.rdates(), start).map(ExtraTime::new).toList());
    }

    private static Stream<RecurrenceId> ids(List<String> texts, SeriesStart start) {
        return texts.stream().flatMap(text -> RecurrenceId.parse(text, start).stream());
    }

    /// Refuses an event that is too long to repeat.
    static void checkLength(Event event) {
        if (event.endTime() - event.startTime() > LONGEST) {
            throw invalid("end_time", TOO_LONG);
        }
    }

    /// The refusal of a field that says when a series is.
    static ProblemException invalid(String field, String message) {
        return new Reading.Refused<>(List.of(new FieldError(field, message))).problem();
    }

    /// Reads the rule of a request for a series whose first occurrence is an event.
    static Reading<RecurrenceSet> read(Event first, @Nullable String rule, List<String> exdates, List<String> rdates) {
        checkLength(first);
        return RecurrenceSet.read(start(first), length(first), rule, exdates, rdates);
    }

    /// An event as a series with some times; its own times become those of the start.
    ///
    /// @param exceptions the recurrence ids of its exceptions
    /// @param splitFrom the id of the series that it was divided from; null if there is none
    static EventBuilder with(Event event, RecurrenceSet set, List<String> exceptions, @Nullable String splitFrom) {
        var first = first(set);
        var lastEnd = set.lastEnd();
        var kind = new Recurrence.Series(
                texts(set.exdates().stream(), set.start()),
                texts(set.rdates().stream().map(ExtraTime::id), set.start()),
                exceptions,
                splitFrom,
                set.isEndless() || lastEnd.isEmpty() ? null : (Long) lastEnd.getAsLong());
        var rule = set.rule();
        return event.but()
                .times(first.start(), first.end(), event.timezone(), set.start().allDay())
                .recurrence(rule == null ? null : rule.text(), null, kind);
    }

    /// The occurrence at the start, also where it is excluded.
    private static Occurrence first(RecurrenceSet set) {
        var bare = new RecurrenceSet(set.start(), set.length(), null, new TreeSet<>(), List.of());
        return bare.first().orElseThrow();
    }

    /// When an event begins for the first time, in epoch ms: one of the `rdates` of a series may come before its
    /// start, also since the start was moved.
    public static long begin(Event event) {
        var start = event.startTime();
        return event.recurrence() instanceof Recurrence.Series series
                        && !series.rdates().isEmpty()
                ? of(event).first().map(first -> Math.min(first.start(), start)).orElse(start)
                : start;
    }

    static List<String> texts(Stream<RecurrenceId> ids, SeriesStart start) {
        return ids.map(id -> id.text(start)).toList();
    }

    /// The occurrence with a recurrence id, if the series has it and it is not excluded.
    static Optional<Occurrence> at(Event series, String recurrenceId) {
        return of(series).at(recurrenceId);
    }
}
