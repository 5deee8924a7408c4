package almanac.event.agenda;

import almanac.access.token.Caller;
import almanac.calendar.model.CalendarKey;
import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.event.series.Occurrences;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lists the occurrences of one series.
@Singleton
public class OccurrenceReader {
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::startTime)
            .thenComparing(event -> Objects.requireNonNullElse(event.recurrenceId(), ""));

    private final EventReader reader;
    private final EventDocuments documents;

    OccurrenceReader(EventReader reader, EventDocuments documents) {
        this.reader = reader;
        this.documents = documents;
    }

    /// The occurrences and exceptions of a series that overlap a window, by their start, as the JSON of an
    /// answer. An event that does not repeat is its only occurrence. Empty if there is no event that the
    /// caller may see.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, excluded
    /// @param most the maximum number
    public Uni<Optional<String>> list(Caller caller, String id, CalendarKey calendar, long from, long to, int most) {
        return reader.get(caller, id, calendar).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            var series = documents.read(found.get().json());
            return series.repeats()
                    ? reader.exceptions(caller, id, from, to, most + 1)
                            .map(exceptions -> Optional.of(answer(merged(series, exceptions, from, to, most), most)))
                    : Uni.createFrom().item(Optional.of(answer(single(series, from, to), most)));
        });
    }

    private static List<Event> single(Event event, long from, long to) {
        return event.endTime() > from && event.startTime() < to ? List.of(event) : List.of();
    }

    /// At most one more than asked for.
    private static List<Event> merged(Event series, List<Event> exceptions, long from, long to, int most) {
        return Stream.concat(Occurrences.events(series, from, to, most + 1).stream(), exceptions.stream())
                .sorted(ORDER)
                .limit(most + 1L)
                .toList();
    }

    private String answer(List<Event> events, int most) {
        return events.stream()
                .limit(most)
                .map(documents::write)
                .collect(Collectors.joining(",", "{\"data\":[", "],\"more\":" + (events.size() > most) + "}"));
    }
}
