package almanac.event.series;

import almanac.base.recurrence.Occurrence;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.Recurrence;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The occurrences of a series as events. The JSON of one is that of the series with its times spliced in.
public final class Occurrences {
    /// Where the part of a series' JSON begins that its occurrences do not share. Within a string of the JSON
    /// its quotes are escaped.
    private static final String OWN = ",\"recurrence\":{\"kind\":\"series\"";

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private Occurrences() {}

    /// What the JSON of all occurrences of a series begins with.
    ///
    /// @param document the JSON of the series
    public static String head(String document) {
        return document.substring(0, document.lastIndexOf(OWN));
    }

    /// The recurrence id of an occurrence that has its own time.
    ///
    /// @param start epoch ms
    /// @param days the zone of an all-day series; null for another
    public static String id(long start, @Nullable ZoneId days) {
        var moment = Instant.ofEpochMilli(start);
        return days == null
                ? MOMENT.format(moment)
                : DAY.format(moment.atZone(days).toLocalDate());
    }

    /// The JSON of a series that is removed, with the exceptions that go with it: of each what decides whether
    /// a list has it.
    ///
    /// @param document the JSON of the series
    public static String removed(String document, List<Event> exceptions) {
        if (exceptions.isEmpty()) {
            return document;
        }
        return exceptions.stream()
                .map(Occurrences::removed)
                .collect(
                        Collectors.joining(",", document.substring(0, document.length() - 1) + ",\"removed\":[", "]}"));
    }

    private static String removed(Event exception) {
        var declined = exception.attendees().stream()
                .filter(attendee -> attendee.status() == Attendee.Status.DECLINED)
                .map(attendee -> "{\"email\":\"" + quoted(attendee.email()) + "\",\"status\":\"declined\"}")
                .collect(Collectors.joining(","));
        return "{\"recurrence_id\":\"" + exception.recurrenceId() + "\",\"start_time\":" + exception.startTime()
                + ",\"end_time\":" + exception.endTime() + ",\"title\":\"" + quoted(exception.title())
                + "\",\"attendees\":[" + declined + "]}";
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /// The moment that the id of an exception names, in epoch ms.
    public static long moment(Event exception) {
        var id = String.valueOf(exception.recurrenceId());
        return id.length() > 8
                ? MOMENT.parse(id, Instant::from).toEpochMilli()
                : LocalDate.parse(id, DAY)
                        .atStartOfDay(SeriesTimes.zone(exception))
                        .toInstant()
                        .toEpochMilli();
    }

    /// The JSON of an occurrence.
    ///
    /// @param head that of its series
    /// @param start epoch ms
    /// @param end epoch ms
    /// @param days the zone of an all-day series; null for another
    public static String json(String head, long start, long end, @Nullable ZoneId days) {
        var json = new StringBuilder(head.length() + 200)
                .append(head)
                .append(",\"recurrence_id\":\"")
                .append(id(start, days))
                .append("\",\"recurrence\":{\"kind\":\"occurrence\"}");
        if (days != null) {
            json.append(",\"start_date\":\"")
                    .append(date(start, days))
                    .append("\",\"end_date\":\"")
                    .append(date(end, days))
                    .append('"');
        }
        return json.append(",\"start_time\":")
                .append(start)
                .append(",\"end_time\":")
                .append(end)
                .append('}')
                .toString();
    }

    private static Object date(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    /// An occurrence as an event.
    static Event event(Event series, Occurrence occurrence) {
        var id = occurrence.id().text(SeriesTimes.start(series));
        return series.but()
                .recurrence(series.recurrenceRule(), id, new Recurrence.Occurrence())
                .times(occurrence.start(), occurrence.end())
                .build();
    }

    /// The occurrence with a recurrence id; empty if the series has none there, or an exception.
    public static Optional<Event> at(Event series, String recurrenceId) {
        var exceptions = exceptions(series);
        return SeriesTimes.at(series, recurrenceId)
                .map(occurrence -> event(series, occurrence))
                .filter(event -> !exceptions.contains(event.recurrenceId()));
    }

    /// The form that the series itself gives a recurrence id; the same text if it has no such time.
    public static String canonical(Event series, String recurrenceId) {
        return SeriesTimes.at(series, recurrenceId)
                .map(occurrence -> occurrence.id().text(SeriesTimes.start(series)))
                .orElse(recurrenceId);
    }

    /// The occurrences that start at or after a moment, without exceptions, by their start.
    ///
    /// @param from epoch ms
    public static Stream<Occurrence> plain(Event series, RecurrenceSet set, long from) {
        return plain(series, set, set.startingFrom(from));
    }

    private static Stream<Occurrence> plain(Event series, RecurrenceSet set, Stream<Occurrence> all) {
        var exceptions = exceptions(series);
        return exceptions.isEmpty()
                ? all
                : all.filter(occurrence -> !exceptions.contains(occurrence.id().text(set.start())));
    }

    private static Set<String> exceptions(Event series) {
        return series.recurrence() instanceof Recurrence.Series fields ? new HashSet<>(fields.exceptions()) : Set.of();
    }

    /// The occurrences that overlap a window, without exceptions, by their start.
    ///
    /// @param from the first moment of the window, epoch ms
    /// @param to the moment after its last one, epoch ms
    public static List<Occurrence> within(Event series, long from, long to) {
        return overlapping(series, from, to).toList();
    }

    private static Stream<Occurrence> overlapping(Event series, long from, long to) {
        var set = SeriesTimes.of(series);
        return plain(series, set, set.overlapping(from, to));
    }

    /// The same as events.
    ///
    /// @param most at most so many; the others are not computed
    public static List<Event> events(Event series, long from, long to, int most) {
        return overlapping(series, from, to)
                .limit(most)
                .map(occurrence -> event(series, occurrence))
                .toList();
    }

    /// The zone that the days of a series are of; null for a series of timed events.
    public static @Nullable ZoneId days(Event series) {
        return series.isAllDay() ? SeriesTimes.zone(series) : null;
    }
}
