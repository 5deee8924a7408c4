package almanac.event.agenda;

import almanac.base.recurrence.Occurrence;
import almanac.event.model.Event;
import almanac.event.series.Occurrences;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A series as a document of the log has it, and its occurrences. They are computed once for the windows of
/// all accounts.
final class LoggedSeries {
    /// By how much more than a window is computed: windows that move with time differ a little.
    private static final long MORE = Duration.ofDays(1).toMillis();

    private final Event series;
    private final String head;
    private final @Nullable ZoneId days;
    private volatile @Nullable Computed computed;

    /// @param document the JSON of the series
    LoggedSeries(Event series, String document) {
        this.series = series;
        this.head = Occurrences.head(document);
        this.days = Occurrences.days(series);
    }

    /// The occurrences in a window.
    private record Computed(Window window, List<Occurrence> occurrences) {
        boolean covers(Window other) {
            return window.from() <= other.from() && window.to() >= other.to();
        }
    }

    /// The items in a window, by their start.
    ///
    /// @param ending replaces the last character of their JSON; empty where it is used unchanged
    List<ListItem> within(Window window, String ending) {
        var known = computed;
        if (known == null || !known.covers(window)) {
            var wider = new Window(window.from() - MORE, window.to() + MORE);
            known = new Computed(wider, Occurrences.within(series, wider.from(), wider.to()));
            computed = known;
        }
        return known.occurrences.stream()
                .filter(occurrence -> window.overlaps(occurrence.start(), occurrence.end()))
                .map(occurrence -> item(occurrence, ending))
                .toList();
    }

    private ListItem item(Occurrence occurrence, String ending) {
        var json = Occurrences.json(head, occurrence.start(), occurrence.end(), days);
        return new ListItem(
                new ItemId(series.id(), Occurrences.id(occurrence.start(), days)),
                series.calendarId(),
                occurrence.start(),
                occurrence.end(),
                series.editTag(),
                ending.isEmpty() ? json : json.substring(0, json.length() - 1) + ending);
    }
}
